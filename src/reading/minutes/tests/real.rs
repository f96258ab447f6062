//! A real compte rendu, where `PALABRE_CORPUS` names a folder that has it.

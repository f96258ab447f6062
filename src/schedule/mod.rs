//! When things are due: cron over civil time, offsets from a gathering, timers.

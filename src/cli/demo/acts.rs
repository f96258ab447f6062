//! The story, act by act.

mod further;
mod meeting;
mod minutes;
mod next;
mod said;
mod visit;

use super::Played;
use super::setting::Setting;
use super::story::Story;

/// Plays all of it.
pub async fn play(story: &mut Story, setting: &Setting, url: Option<&str>) -> Played<()> {
    story.title("Palabre – d'une rencontre à la suivante, sans rien d'autre que des courriels");
    story.aside(&format!(
        "Base de données temporaire {} ; serveur d'envoi {} ; arrivée des réponses (LMTP) {}.",
        setting.folder().display(),
        setting.sink_address(),
        setting.lmtp_address()
    ));
    story.aside("Tout est vrai sauf les personnes et l'heure, qui avance à la main.");
    if let Some(url) = url {
        story.aside(&format!("Toutes les boîtes aux lettres sont ouvertes ici : {url}"));
    }
    let acts = ["La rencontre se prépare", "Le compte rendu", "Les visites", "Ce qu'on en rapporte", "Et la suivante"];
    let [first, second, third, fourth, fifth] = acts;
    chapter(story, 1, first);
    meeting::play(story, setting).await?;
    chapter(story, 2, second);
    minutes::play(story, setting).await?;
    chapter(story, 3, third);
    visit::play(story, setting).await?;
    chapter(story, 4, fourth);
    next::play(story, setting).await?;
    chapter(story, 5, fifth);
    further::play(story, setting).await
}

/// How far the story has got.
fn chapter(story: &mut Story, n: usize, title: &str) {
    story.title(&format!("{n}/5. {title}"));
}

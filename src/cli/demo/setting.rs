//! The stage: a temporary database, the real daemon, an SMTP server for its letters, and a clock turned by hand.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Played;
use super::cast::{Gathering, MEMBERS, Reply, Sort};
use super::drawer::{Drawer, Fresh};
use super::post::{self, Opened};
use crate::cli::init::usual_network;
use crate::config::Config;
use crate::daemon::{Daemon, Parts};
use crate::domain::civil::{self, CivilTime, Zone, parse_civil};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::gathering::{self, GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, Ids, NetworkId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::reading::{Intent, Mode};
use crate::domain::token::TokenKey;
use crate::mail::sink::Sink;
use crate::store::{Db, Tx, gatherings, incomings, networks, outbox, people, timers};
use crate::workflow::invite::{self, When};
use crate::workflow::{Desk, standing};

/// Where all of it takes place.
pub const ZONE: Zone = chrono_tz::Europe::Paris;
const NETWORK: &str = "Les acteurs du canal";
const ADDRESS: &str = "rencontres@acteurs-du-canal.example";

/// How finely a running clock moves.
const TICK: Duration = Duration::from_millis(250);

/// The stage.
pub struct Setting {
    folder: Folder,
    db: Db,
    desk: Desk,
    clock: Clock,
    sink: Sink,
    daemon: Daemon,
    lmtp: String,
    network: NetworkId,
    meeting: GatheringId,
    visit: GatheringId,
    further: GatheringId,
    drawer: Drawer,
    running: std::sync::atomic::AtomicBool,
    shown: std::sync::atomic::AtomicU64,
}

/// A folder that goes when the demo does.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is in the system's temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Setting {
    /// Sets the stage.
    pub async fn build() -> Played<Setting> {
        let ids = Ids::system();
        let folder = Folder(std::env::temp_dir().join(format!("palabre-demo-{}", ids.word())));
        std::fs::create_dir(&folder.0)?;
        let mut key = vec![0; 32];
        ids.fill(&mut key);
        let sink = Sink::start(0).await?;
        let mut config = Config::default();
        config.database.url = format!("sqlite:{}", folder.0.join("palabre.db").display());
        config.smtp.port = sink.address().port();
        config.lmtp.listen = "127.0.0.1:0".to_owned();
        config.http.listen = "off".to_owned();
        let clock = Clock::turned_by_hand(civil::instant(parse_civil("2027-05-03T09:00")?, ZONE));
        let db = Db::open(&config.database.url).await?;
        let desk = Desk { ids, key: TokenKey::new(key), trusted_authserv: Vec::new() };
        let mut tx = db.write().await?;
        let (network, [meeting, visit, further]) = people_the_stage(&mut tx, clock.now()).await?;
        tx.commit().await?;
        let parts = Parts { config, db: db.clone(), desk: desk.clone(), clock: clock.clone() };
        let daemon = Daemon::start(parts).await?;
        let lmtp = daemon.up.lmtp.as_ref().map(ToString::to_string).unwrap_or_default();
        let shown = std::sync::atomic::AtomicU64::new(0);
        let (drawer, running) = (Drawer::default(), std::sync::atomic::AtomicBool::new(false));
        Ok(Setting {
            folder,
            db,
            desk,
            clock,
            sink,
            daemon,
            lmtp,
            network,
            meeting,
            visit,
            further,
            drawer,
            running,
            shown,
        })
    }

    /// Ends the daemon and takes everything away.
    pub async fn strike(self) {
        self.daemon.stopper().cancel();
        self.daemon.finished().await;
        self.sink.stop().await;
        self.db.close().await;
    }

    /// Where the temporary database is.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Where letters go.
    pub fn sink_address(&self) -> std::net::SocketAddr {
        self.sink.address()
    }

    /// Where replies go.
    pub fn lmtp_address(&self) -> &str {
        &self.lmtp
    }

    /// What came, for the mailboxes.
    pub fn sink(&self) -> &Sink {
        &self.sink
    }

    /// What the actors have sent.
    pub fn drawer(&self) -> &Drawer {
        &self.drawer
    }

    /// The facts.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Key and randomness.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The network's number.
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// The network's name.
    pub fn network_name(&self) -> &'static str {
        NETWORK
    }

    /// The time on stage.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the clock on the wall shows.
    pub fn wall(&self) -> CivilTime {
        civil::civil(self.clock.now(), ZONE)
    }

    /// From here the clock runs as clocks do, until told to stop.
    pub async fn let_time_run(&self, stop: &CancellationToken) {
        self.running.store(true, std::sync::atomic::Ordering::SeqCst);
        let (real, staged) = (Clock::system(), self.now());
        let began = real.now();
        while !stop.is_cancelled() {
            let passed = u64::try_from(real.now().ms().saturating_sub(began.ms())).unwrap_or_default();
            self.clock.turn_to(staged.after(Duration::from_millis(passed)));
            tokio::select! { () = stop.cancelled() => {} () = tokio::time::sleep(TICK) => {} }
        }
    }

    /// Whether the story is told and the clock runs by itself.
    pub fn is_running(&self) -> bool {
        self.running.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Turns the clock, hour by hour where something is due on the way, and waits until all is done.
    pub async fn turn_to(&self, wall: &str) -> Played<()> {
        let to = civil::instant(parse_civil(wall)?, ZONE);
        loop {
            self.settle().await?;
            let mut tx = self.db.read().await?;
            let next = [timers::next(&mut tx).await?, outbox::next_due(&mut tx).await?].into_iter().flatten().min();
            match next {
                Some(next) if next < to && next > self.now() => self.clock.turn_to(next),
                _ => break,
            }
        }
        self.clock.turn_to(to);
        self.settle().await
    }

    /// Waits until every message is decided and nothing more is due.
    pub async fn settle(&self) -> Played<()> {
        let quiet = async {
            loop {
                if self.is_quiet().await? {
                    return Played::Ok(());
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), quiet).await {
            Ok(done) => done,
            Err(_) => Err("the daemon still had something to do after half a minute".into()),
        }
    }

    async fn is_quiet(&self) -> Played<bool> {
        let mut tx = self.db.read().await?;
        let now = self.now();
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let sending = outbox::count_by_state(&mut tx).await?.iter().any(|(state, _)| state == "sending");
        Ok(!sending
            && !due(timers::next(&mut tx).await?)
            && !due(outbox::next_due(&mut tx).await?)
            && incomings::count_waiting(&mut tx).await? == 0)
    }

    fn gathering(&self, which: Gathering) -> GatheringId {
        match which {
            Gathering::Meeting => self.meeting,
            Gathering::Visit => self.visit,
            Gathering::Further => self.further,
        }
    }

    /// One of the gatherings as stored.
    pub async fn stored(&self, which: Gathering) -> Played<gathering::Gathering> {
        let found = gatherings::get(&mut self.db.read().await?, self.gathering(which)).await?;
        found.ok_or_else(|| "the gathering is gone".into())
    }

    /// Invites everyone.
    pub async fn invite(&self, which: Gathering) -> Played<usize> {
        let now = self.now();
        let mut tx = self.db.write().await?;
        let plan = invite::plan(&mut tx, self.gathering(which), None, now).await?;
        let written = invite::send(&mut tx, &self.desk, &plan, When::Now, None, now, &|_| {}).await?;
        tx.commit().await?;
        Ok(written)
    }

    /// The person of a mailbox.
    pub async fn actor(&self, email: &str) -> Played<ActorId> {
        let address = people::address(&mut self.db.read().await?, email).await?;
        address.map(|address| address.actor).ok_or_else(|| format!("nobody has {email}").into())
    }

    /// All letters so far, opened.
    pub fn letters(&self) -> Vec<Opened> {
        self.sink.messages().iter().map(|received| post::open(received)).collect()
    }

    /// The letters of one kind that came since the last time letters were asked for.
    pub async fn new_letters(&self, kind: LetterKind) -> Played<Vec<Opened>> {
        let from = self.shown.swap(self.sink.count(), std::sync::atomic::Ordering::SeqCst);
        let mut tx = self.db.read().await?;
        let mut found = Vec::new();
        for letter in self.sink.after(from).iter().map(|received| post::open(received)) {
            let sent = outbox::by_message_id(&mut tx, &letter.message_id).await?;
            if sent.is_some_and(|sent| sent.kind == kind) {
                found.push(letter);
            }
        }
        Ok(found)
    }

    /// How many letters are different, and how many came again.
    pub fn once_each(&self) -> (usize, usize) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for letter in self.letters() {
            *seen.entry(letter.message_id).or_default() += 1;
        }
        (seen.len(), seen.values().filter(|count| **count > 1).count())
    }

    /// The latest letter to a mailbox about a gathering.
    async fn letter_to(&self, email: &str, about: Gathering) -> Played<Opened> {
        let title = self.stored(about).await?.title;
        let letters = self.letters().into_iter().rev();
        let found = letters.into_iter().find(|letter| letter.to == email && letter.text.contains(&title));
        found.ok_or_else(|| format!("{email} got no letter about {title}").into())
    }

    /// Somebody replies to their latest letter about a gathering.
    pub async fn send_reply(&self, reply: &Reply) -> Played<()> {
        let who = super::cast::member(reply.from)?;
        let letter = self.letter_to(reply.from, reply.about).await?;
        let (date, id) = (self.date(), self.message_id(reply.from));
        let message = post::reply(&letter, (who.name, who.email), reply.words, reply.sort, &date, &id);
        // RFC 3834 5.2 lets a robot answer the envelope sender, with a null reverse-path of its own.
        let (mail_from, to) = match reply.sort {
            Sort::Person => (reply.from, letter.reply_to.as_str()),
            Sort::Robot => ("", letter.mail_from.as_str()),
        };
        post::hand_over(&self.lmtp, mail_from, to, &message).await?;
        let subject = format!("Re: {}", letter.subject);
        let (from, words, answers) = (reply.from.to_owned(), reply.words.to_owned(), letter.message_id);
        self.drawer.keep(Fresh { from, answers, message_id: id, subject, words, message }, self.now());
        Ok(())
    }

    /// A server sends back what somebody got; yields their name.
    pub async fn bounce(&self, email: &str) -> Played<&'static str> {
        let letter = self.letter_to(email, Gathering::Meeting).await?;
        let message = post::bounce(&letter, &self.date(), &self.message_id(email));
        post::hand_over(&self.lmtp, "", &letter.mail_from, &message).await?;
        Ok(super::cast::member(email)?.name)
    }

    fn date(&self) -> String {
        self.clock.now().utc().with_timezone(&ZONE).to_rfc2822()
    }

    /// A Message-ID as the server of a mailbox makes them, without angle brackets.
    pub fn message_id(&self, email: &str) -> String {
        format!("{}@{}", self.desk.ids.word(), email.rsplit_once('@').map_or("example", |(_, domain)| domain))
    }

    /// What the network now knows of somebody's coming, told from the database.
    pub async fn understood(&self, reply: &Reply) -> Played<String> {
        let gathering = self.stored(reply.about).await?;
        let actor = self.actor(reply.from).await?;
        let mut tx = self.db.read().await?;
        let Some(invitation) = gatherings::invitation_of(&mut tx, gathering.id, actor).await? else {
            return Err("the invitation is gone".into());
        };
        let readings = incomings::readings_of(&mut tx, invitation.invitation.id).await?;
        let because = readings.last().map(|read| read.reading.because.join(" ; ")).unwrap_or_default();
        let standings = standing::of_gathering(&mut tx, &gathering).await?;
        let Some(one) = standings.into_iter().find(|one| one.invited.actor == actor) else {
            return Err("the invitation is gone".into());
        };
        let understood = match (&one.answer, one.standing.as_str()) {
            _ if one.invited.stopped => "ne veut plus de courrier : c'est noté, plus rien ne part".to_owned(),
            (_, "to_decide") => "pas assez clair pour être noté : à trancher par le groupe projet".to_owned(),
            (Some(answer), _) => {
                let guests = match answer.said.guests {
                    0 => String::new(),
                    1 => ", avec une autre personne".to_owned(),
                    n => format!(", avec {n} autres personnes"),
                };
                let place = match one.invited.place.map(|place| place.as_str()) {
                    Some("waiting") => " – en liste d'attente, les 8 places sont prises",
                    _ => "",
                };
                let partial = if answer.said.partial { ", pour une partie du temps" } else { "" };
                let intent = match answer.said.intent {
                    Intent::Attending => "vient",
                    Intent::Regrets => "s'excuse",
                    Intent::Tentative | Intent::Unclear => "ne sait pas encore",
                };
                format!("{intent}{guests}{partial}{place}")
            }
            (None, _) => "aucune réponse notée : c'est une machine qui parle".to_owned(),
        };
        Ok(match because.is_empty() {
            true => format!("compris : {understood}"),
            false => format!("compris : {understood} ({because})"),
        })
    }
}

/// The network, its people and its gatherings.
async fn people_the_stage(tx: &mut Tx, now: Timestamp) -> Played<(NetworkId, [GatheringId; 3])> {
    let network = networks::insert(tx, &usual_network(NETWORK, ADDRESS, Language::Fr, ZONE), now).await?;
    for member in MEMBERS {
        let organisation = people::ensure_organisation(tx, member.organisation, now).await?;
        let actor = people::insert_actor(tx, member.name, Some(organisation), now).await?;
        people::insert_address(tx, actor, member.email, now).await?;
        let language = member.english.then_some(Language::En);
        people::insert_membership(tx, network, actor, member.role, language, now).await?;
    }
    let series = networks::insert_series(tx, network, "Rencontres sur la coopération", now).await?;
    let meeting = gathering::Gathering {
        id: GatheringId(0),
        network,
        series: Some(series),
        number: Some(4),
        title: "4e rencontre des acteurs sur la coopération".to_owned(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Proposed,
        starts: parse_civil("2027-06-05T10:00")?,
        ends: parse_civil("2027-06-05T12:00")?,
        zone: ZONE,
        mode: Mode::Online,
        host: None,
        place: None,
        link: Some("https://visio.example/acteurs-du-canal".to_owned()),
        places: None,
        description: Some(
            "Nous écouterons le récit de coopération du café associatif Le Tamis, puis nous échangerons à partir de ce \
             qu'il nous inspire."
                .to_owned(),
        ),
        change: 0,
    };
    let visit = gathering::Gathering {
        series: None,
        number: None,
        title: "Visite de La Fabrique du quai".to_owned(),
        kind: GatheringKind::Visit,
        starts: parse_civil("2027-06-12T14:00")?,
        ends: parse_civil("2027-06-12T16:00")?,
        mode: Mode::InPerson,
        place: Some("La Fabrique du quai, 12 quai des Tanneurs".to_owned()),
        link: None,
        places: Some(8),
        description: Some(
            "Un tiers-lieu nous ouvre ses portes ; chacun dira à la rencontre suivante ce que la visite lui a inspiré."
                .to_owned(),
        ),
        ..meeting.clone()
    };
    let further = gathering::Gathering {
        number: Some(5),
        title: "5e rencontre des acteurs sur la coopération".to_owned(),
        starts: parse_civil("2027-09-18T10:00")?,
        ends: parse_civil("2027-09-18T12:00")?,
        mode: Mode::Hybrid,
        place: Some("Maison des associations, 3 place du Canal".to_owned()),
        link: Some("https://visio.example/acteurs-du-canal".to_owned()),
        description: Some(
            "Nous reviendrons sur la visite de La Fabrique du quai, puis la Ressourcerie La Boucle nous racontera comment \
             elle partage son atelier. On peut venir sur place ou participer en visio."
                .to_owned(),
        ),
        ..meeting.clone()
    };
    let mut made = [GatheringId(0); 3];
    for (id, gathering) in made.iter_mut().zip([&meeting, &visit, &further]) {
        *id = gatherings::insert(tx, gathering, now).await?;
    }
    Ok((network, made))
}

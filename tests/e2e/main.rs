//! End to end, against real servers, in one binary: linking the whole program once is what keeps the tests quick.

#[cfg(test)]
mod afterwards;
#[cfg(test)]
mod attendance;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod cycle;
#[cfg(test)]
mod daemon;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod follow_ups;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod moves;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod peers;
#[cfg(test)]
mod real_minutes;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod support;
#[cfg(test)]
mod time;
#[cfg(test)]
mod together;

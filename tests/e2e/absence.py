"""A phone whose page goes out of sight: for a telephone call, or into a pocket.

No headless browser hides a page by itself (tabs in front, a minimised window and the frozen state all leave it visible),
so what the page is told of is said to it over the DevTools protocol: that it is hidden, and that its microphone ended.
"""

from tests.e2e.screen import Screen

HIDDEN = """{f: (page, hidden) => {
  const say = (name, value) => Object.defineProperty(page.document, name, { configurable: true, get: () => value });
  say('hidden', hidden);
  say('visibilityState', hidden ? 'hidden' : 'visible');
  page.document.dispatchEvent(new Event('visibilitychange'));
}}"""
MICROPHONE_ENDS = """{f: (page) => {
  const tracks = page.__watch.streams.flatMap((stream) => stream.getAudioTracks());
  for (const track of tracks) { track.stop(); track.dispatchEvent(new Event('ended')); }
  return tracks.length;
}}"""

NOTHING_DIALS = """{f: (page) => {
  page.addEventListener('click', (event) => event.target.closest('a[href^="tel:"]') && event.preventDefault());
}}"""


async def dials_nowhere(screen: Screen) -> None:
    """A tap on a number is heard by the page and goes no further: this browser would ask for a program, and stand still."""
    await screen.ask(NOTHING_DIALS, "f")


async def goes_away(screen: Screen) -> None:
    """The page is hidden and the system takes its microphone."""
    await screen.ask(HIDDEN, "f", True)
    assert await screen.ask(MICROPHONE_ENDS, "f") > 0


async def comes_back(screen: Screen) -> None:
    """The page is shown again."""
    await screen.ask(HIDDEN, "f", False)

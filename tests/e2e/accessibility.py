"""axe-core on every screen: no violation of WCAG 2.2 AA."""

from typing import Any

from tests.e2e.screen import HERE, Screen

AXE = HERE.parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """{f: async (page, tags) => {
  const { violations } = await page.axe.run(page.document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return violations.map((one) => ({ id: one.id, help: one.help, where: one.nodes.map((node) =>
    `${node.target.join(' ')} — ${node.failureSummary.replace(/\\s+/g, ' ').slice(0, 240)}`) }));
}}"""


async def violations(screen: Screen) -> list[dict[str, Any]]:
    """What axe-core finds. The content policy lets no page load it, so it comes through the DevTools protocol."""
    if not await screen.ask("{f: (page) => Boolean(page.axe)}", "f"):
        await screen.cdp.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8"), "userGesture": False})
    return list(await screen.ask(RUN, "f", TAGS))


async def finds_nothing(screen: Screen, what: str) -> None:
    """No violation on this screen."""
    found = await violations(screen)
    told = "\n".join(f"{one['id']}: {one['help']}\n    " + "\n    ".join(one["where"][:4]) for one in found)
    assert not found, f"axe-core on {what}:\n{told}"

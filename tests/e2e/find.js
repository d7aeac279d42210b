// Finds what a person would tap or read on a page, by its words. Evaluated without a user gesture: see screen.py.
(() => {
  const TAPPABLE =
    'button, a[href], summary, select, input, textarea, label, [role=button], [role=radio], [role=tab], [role=switch], [role=checkbox], [role=option], [tabindex="0"]';
  const plain = (text) => (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  /** An open modal dialog is all there is. */
  const stage = (page) => [...page.document.querySelectorAll('dialog:modal')].pop() ?? page.document.body;

  function nameOf(element) {
    const labelled = element.getAttribute('aria-labelledby');
    if (labelled) return plain(labelled.split(/\s+/).map((id) => element.ownerDocument.getElementById(id)?.innerText).join(' '));
    return plain(element.getAttribute('aria-label') || element.innerText || element.value);
  }

  /** The best match by name: the whole name, else its beginning, else anywhere in it; the shortest name first. */
  function best(elements, words) {
    const wanted = plain(words);
    const named = elements.filter(visible).map((element) => ({ element, name: nameOf(element) }));
    for (const fits of [(name) => name === wanted, (name) => name.startsWith(wanted), (name) => name.includes(wanted)]) {
      const [first] = named.filter(({ name }) => fits(name)).sort((a, b) => a.name.length - b.name.length);
      if (first) return first.element;
    }
    return null;
  }

  const tappable = (page, words) => best([...stage(page).querySelectorAll(TAPPABLE)], words);

  /** The control with this label. */
  function field(page, words) {
    const label = best([...stage(page).querySelectorAll('label')], words);
    if (label?.control) return label.control;
    const wanted = plain(words);
    return [...stage(page).querySelectorAll('input, textarea, select, [contenteditable]')]
      .filter(visible)
      .find((control) => nameOf(control).includes(wanted) || plain(control.placeholder).includes(wanted));
  }

  /** Where to tap, in the coordinates of the whole window; null while it is not there, moves, is disabled or is covered. */
  async function spot(page, kind, words) {
    const element = { tappable, field, css: (p, selector) => [...p.document.querySelectorAll(selector)].find(visible) }[kind](page, words);
    if (!element || element.disabled || element.getAttribute('aria-disabled') === 'true') return null;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const before = element.getBoundingClientRect();
    await new Promise((done) => setTimeout(done, 60));
    const box = element.getBoundingClientRect();
    if (before.x !== box.x || before.y !== box.y || !box.width) return null;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = page.document.elementFromPoint(x, y);
    if (!top || !(element.contains(top) || top.contains(element) || top.closest('label')?.control === element)) return null;
    const frame = page.frameElement?.getBoundingClientRect() ?? { x: 0, y: 0 };
    return { x: x + frame.x, y: y + frame.y, width: box.width, height: box.height };
  }

  const text = (page) => stage(page).innerText.normalize('NFC').replace(/\s+/g, ' ').trim();
  const whole = (page) => page.document.body.innerText.normalize('NFC').replace(/\s+/g, ' ').trim();
  const state = (page, words) => {
    const element = tappable(page, words);
    return element && { pressed: element.getAttribute('aria-pressed'), checked: element.getAttribute('aria-checked'), disabled: element.disabled };
  };

  return { spot, text, whole, state };
})()

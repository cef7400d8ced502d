/** A case that is hidden by a filter, or in closed details, is shown when its link is followed. */
export function openTarget(): void {
  const open = (): void => {
    const name = location.hash.slice(1);
    const target = name === '' ? null : document.getElementById(name);
    if (target === null) return;
    target.hidden = false;
    for (let at: Element | null = target; at !== null; at = at.parentElement)
      if (at instanceof HTMLDetailsElement) at.open = true;
    target.scrollIntoView();
  };
  open();
  addEventListener('hashchange', open);
  // A page that is printed has what is behind its charts.
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

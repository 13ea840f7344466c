// Building elements. Text is only ever set as text, so nothing typed can become markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Shows `items` in `list`, keeping the elements whose key and content did not change, so
// that focus and scroll position stay where they are.
export function reconcile(list, items, key, draw) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const focused = document.activeElement?.dataset?.focus;
  const wanted = items.map((item) => {
    const content = JSON.stringify(item);
    const old = known.get(key(item));
    if (old && old.dataset.content === content) return old;
    const element = draw(item);
    element.dataset.key = key(item);
    element.dataset.content = content;
    return element;
  });
  if (wanted.length === list.children.length && wanted.every((e, i) => e === list.children[i])) {
    return false;
  }
  list.replaceChildren(...wanted);
  if (focused && document.activeElement?.dataset?.focus !== focused) {
    list.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }
  return true;
}

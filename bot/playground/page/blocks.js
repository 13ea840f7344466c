// Block Kit as Slack lays it out: the blocks and elements that the bot sends. Any other is
// shown as what it is, never dropped.
import { h } from "./dom.js";
import { emoji, link, mrkdwn, unescape } from "./text.js";

const BLOCKS = { section, header, divider, context, actions, rich_text: richText };
const RUNS = {
  text: (run) => run.text,
  link: (run) => link(run.url, run.text),
  emoji: (run) => emoji(run.name),
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

// `press(element)` is called with the Block Kit element of a button pressed; `key` tells
// one message's buttons from another's.
export function drawBlocks(blocks, { press, key }) {
  return blocks.map((block) => {
    const draw = BLOCKS[block.type];
    return draw ? draw(block, { press, key }) : unknown("block", block);
  });
}

function unknown(what, node) {
  return h("div", { class: "unknown" }, `An unknown ${what}: ${node?.type ?? JSON.stringify(node)}`);
}

function text(node) {
  return node.type === "mrkdwn" ? mrkdwn(node.text) : [unescapePlain(node.text)];
}

function unescapePlain(words) {
  return words; // plain_text is shown as it is
}

function section(block, context_) {
  const fields = (block.fields ?? []).map((field) => h("div", {}, text(field)));
  const words = block.text ? h("div", {}, text(block.text)) : null;
  const beside = block.accessory ? button(block.accessory, block, context_) : null;
  return h("div", { class: "section" }, words, ...fields, beside);
}

function header(block) {
  return h("h3", { class: "block-header" }, block.text.text);
}

function divider() {
  return h("hr");
}

function context(block) {
  return h("p", { class: "context" }, ...block.elements.map((node) => h("span", {}, text(node))));
}

function actions(block, context_) {
  const buttons = block.elements.map((element) =>
    element.type === "button" ? button(element, block, context_) : unknown("element", element),
  );
  return h("div", { class: "actions" }, ...buttons);
}

function button(element, block, { press, key }) {
  const attributes = {
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label
      ? `${element.text.text}: ${element.accessibility_label}`
      : undefined,
    title: element.accessibility_label,
    "data-focus": `${key}/${element.action_id}`,
  };
  const pressed = () => press({ ...element, block_id: block.block_id });
  if (!element.url) return h("button", { type: "button", ...attributes, onclick: pressed }, element.text.text);
  const goes = { href: element.url, target: "_blank", rel: "noopener noreferrer" };
  return h("a", { ...attributes, ...goes, onclick: pressed }, `${element.text.text} ↗`);
}

function richText(block) {
  return h("div", { class: "rich" }, ...nested(block.elements));
}

// Slack gives nested lists one after the other, each with its indent; here they nest.
function nested(elements) {
  const drawn = [];
  const open = []; // the lists that a deeper one would go into
  for (const element of elements) {
    if (element.type !== "rich_text_list") {
      open.length = 0;
      drawn.push(part(element));
      continue;
    }
    const indent = element.indent ?? 0;
    const list = richList(element);
    while (open.length && open.at(-1).indent >= indent) open.pop();
    const parent = open.at(-1)?.list.lastElementChild;
    if (parent) parent.append(list);
    else drawn.push(list);
    open.push({ indent, list });
  }
  return drawn;
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, ...runs(element.elements));
    case "rich_text_quote":
      return h("blockquote", {}, ...runs(element.elements));
    case "rich_text_preformatted":
      return h("pre", {}, ...runs(element.elements));
    default:
      return unknown("element", element);
  }
}

function richList(element) {
  const ordered = element.style === "ordered";
  const items = element.elements.map((item) => h("li", {}, ...runs(item.elements)));
  return h(ordered ? "ol" : "ul", ordered ? { start: (element.offset ?? 0) + 1 } : {}, ...items);
}

function runs(elements) {
  return elements.map((run) => {
    const draw = RUNS[run.type];
    if (!draw) return unknown("element", run);
    return Object.entries(STYLES).reduce(
      (inner, [style, tag]) => (run.style?.[style] ? h(tag, {}, inner) : inner),
      draw(run),
    );
  });
}

export { unescape };

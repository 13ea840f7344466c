// Slack's message text (mrkdwn) as elements.
import { h } from "./dom.js";

const PARTS = new RegExp(
  [
    "<(?<special>[^<>\\n]+)>",
    "```(?<fence>[\\s\\S]+?)```",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\w*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+'-]+):",
  ].join("|"),
  "g",
);

const EMOJI = {
  wave: "👋", thinking_face: "🤔", pray: "🙏", eyes: "👀", tada: "🎉", bulb: "💡",
  warning: "⚠️", slightly_smiling_face: "🙂", "+1": "👍", "-1": "👎", heart: "❤️",
  rocket: "🚀", bug: "🐛", books: "📚", robot_face: "🤖", white_check_mark: "✅", x: "❌",
};

export function emoji(name) {
  const drawn = EMOJI[name] ?? `:${name}:`;
  return h("span", { role: "img", "aria-label": `:${name}:` }, drawn);
}

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(url, label) {
  const safe = /^(https?:|mailto:)/i.test(url);
  if (!safe) return h("span", {}, label ?? url);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label ?? url);
}

// Quoted lines become quotes, all else is read part by part.
export function mrkdwn(text, people = {}) {
  const nodes = [];
  for (const [i, line] of splitQuotes(text).entries()) {
    if (i && !line.quote && !nodes.at(-1)?.matches?.("blockquote")) nodes.push("\n");
    nodes.push(line.quote ? h("blockquote", {}, inline(line.text, people)) : inline(line.text, people));
  }
  return nodes.flat();
}

function splitQuotes(text) {
  const lines = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const last = lines.at(-1);
    if (quoted && last?.quote) last.text += `\n${quoted[1]}`;
    else if (quoted) lines.push({ quote: true, text: quoted[1] });
    else if (last && !last.quote) last.text += `\n${line}`;
    else lines.push({ quote: false, text: line });
  }
  return lines;
}

function inline(text, people) {
  const nodes = [];
  let end = 0;
  for (const part of text.matchAll(PARTS)) {
    nodes.push(unescape(text.slice(end, part.index)));
    nodes.push(draw(part.groups, part[0], people));
    end = part.index + part[0].length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function draw(groups, whole, people) {
  if (groups.special) return special(groups.special, people);
  if (groups.fence) return h("pre", {}, unescape(groups.fence.replace(/^\n/, "")));
  if (groups.code) return h("code", {}, unescape(groups.code));
  if (groups.bold) return h("strong", {}, inline(groups.bold, people));
  if (groups.italic) return h("em", {}, inline(groups.italic, people));
  if (groups.strike) return h("s", {}, inline(groups.strike, people));
  if (groups.emoji) return emoji(groups.emoji);
  return whole;
}

function special(content, people) {
  const [target, label] = content.split("|", 2);
  if (target.startsWith("@")) {
    return h("span", { class: "mention" }, `@${people[target.slice(1)] ?? label ?? target.slice(1)}`);
  }
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${label ?? target.slice(1)}`);
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  return link(unescape(target), label ? unescape(label) : undefined);
}

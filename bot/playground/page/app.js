// The page: shows what the workspace holds, as one person sees it, and acts for them.
import { drawBlocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { h, reconcile } from "./dom.js";
import { mrkdwn } from "./text.js";

const $ = (id) => document.getElementById(id);
let state = null; // as /state gives it
let here = null; // the channel looked at
let open = null; // ts of the thread looked at
let me = null; // id of who one acts as

async function call(path, body) {
  const options = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options);
  const said = await answer.json();
  if (said.error) toast(said.error);
  return said;
}

function toast(text) {
  const shown = h("p", { class: "toast" }, text);
  $("toasts").append(shown);
  setTimeout(() => shown.remove(), 8000);
}

let asking = null;
function refresh() {
  asking ??= load().finally(() => (asking = null));
  return asking;
}

async function load() {
  const query = me ? `?as=${encodeURIComponent(me)}` : "";
  state = await call(`/state${query}`);
  me = state.me;
  here = state.channels.some((channel) => channel.id === here) ? here : state.first.channel;
  if (open === null) open = state.first.thread;
  draw();
}

function draw() {
  drawSide();
  drawWindow();
  const channel = state.channels.find((one) => one.id === here);
  $("here").textContent = channel.title;
  compose.main.label(`Message ${channel.title}`);
  const tops = channel.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  show($("messages"), tops.map((one) => ({ ...one, replies: replies(channel, one).length })), "main");
  const parent = channel.messages.find((one) => one.ts === open);
  $("thread").hidden = !parent;
  document.body.classList.toggle("threaded", Boolean(parent));
  if (parent) show($("replies"), [{ ...parent, replies: 0 }, ...replies(channel, parent)], "thread");
}

function replies(channel, parent) {
  return channel.messages.filter((one) => one.thread_ts === parent.ts && one.ts !== parent.ts);
}

function show(list, messages, pane) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const changed = reconcile(list, messages, (one) => one.ts, (one) => message(one, pane));
  if (changed && (atEnd || list.dataset.shown !== `${here}/${open}`)) list.scrollTop = list.scrollHeight;
  list.dataset.shown = `${here}/${open}`;
}

function message(said, pane) {
  const press = (element) =>
    call("/press", { as: me, channel: said.channel, ts: said.ts, action_id: element.action_id, block_id: element.block_id });
  const body = said.blocks.length
    ? drawBlocks(said.blocks, { press, key: `${pane}/${said.ts}` })
    : [h("div", { class: "words" }, ...mrkdwn(said.text, names()))];
  return h(
    "li",
    { class: `message ${said.only_for ? "ephemeral" : ""}` },
    h("div", { class: `face ${said.bot ? "bot" : ""}`, "aria-hidden": "true" }, said.name.slice(0, 1)),
    h(
      "div",
      { class: "body" },
      h("p", { class: "who" }, h("strong", {}, said.name), said.bot ? h("span", { class: "tag" }, "APP") : null,
        h("time", {}, said.time)),
      said.only_for ? h("p", { class: "only" }, "Only visible to you") : null,
      ...body,
      ...said.refusals.map((refusal) =>
        h("p", { class: "refusal", role: "note" }, `Slack refused ${refusal.method}: `, h("code", {}, refusal.error))),
      foot(said, pane),
    ),
  );
}

function foot(said, pane) {
  const thread = pane === "main" && !said.only_for
    ? h("button", { type: "button", class: "plain", "data-focus": `${said.ts}/thread`,
        onclick: () => openThread(said.ts) },
        said.replies ? `${said.replies} ${said.replies === 1 ? "reply" : "replies"}` : "Reply in thread")
    : null;
  const why = said.why
    ? h("details", { class: "why" }, h("summary", { "data-focus": `${pane}/${said.ts}/why` }, "Why?"), reasons(said.why))
    : null;
  const terms = !said.only_for
    ? h("button", { type: "button", class: "plain", "data-focus": `${pane}/${said.ts}/terms`,
        onclick: () => call("/shortcut", { as: me, channel: said.channel, ts: said.ts }) }, "Explain terms here")
    : null;
  return thread || terms || why ? h("div", { class: "foot" }, thread, terms, why) : null;
}

function drawWindow() {
  const { window: shown } = state;
  const dialog = $("window");
  if (!shown) {
    if (dialog.open) dialog.close();
    return;
  }
  $("window-title").textContent = shown.title;
  const press = (element) =>
    call("/window", { as: me, channel: here, action_id: element.action_id, block_id: element.block_id });
  reconcile($("window-blocks"), [shown.blocks], () => shown.id, (blocks) =>
    h("div", {}, drawBlocks(blocks, { press, key: shown.id })));
  if (!dialog.open) dialog.showModal();
}

function reasons(why) {
  const rows = [
    ["It", why.verdict],
    ["Because", why.why],
    ["Read as", why.phrasing && `“${why.phrasing}”`],
    ["Subject", why.subjects?.length && why.subjects.map((subject) => `“${subject}”`).join(", ")],
    ["Heard as", why.mode],
  ].filter(([, value]) => value);
  return h("dl", {}, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function names() {
  return Object.fromEntries([...state.people.map((one) => [one.id, one.name]), [state.bot.id, state.bot.name]]);
}

function drawSide() {
  reconcile($("channels"), state.channels.map(({ id, title }) => ({ id, title, current: id === here })),
    (one) => one.id,
    (one) => h("li", {}, h("button", { type: "button", class: "channel", "data-focus": `channel/${one.id}`,
      "aria-current": one.current ? "page" : undefined, onclick: () => go(one.id) }, one.title)));
  if ($("as").options.length !== state.people.length) {
    $("as").replaceChildren(...state.people.map((one) => h("option", { value: one.id }, one.name)));
  }
  $("as").value = me;
  reconcile($("glossary"), [state.glossary], () => "glossary", glossary);
  reconcile($("suggestions"), state.suggestions, (one) => one.text, (one) =>
    h("li", {}, h("button", { type: "button", class: "try", "data-focus": `try/${one.text}`, onclick: () => tryIt(one) },
      h("span", {}, one.text), h("span", { class: "quiet" }, one.hint))));
}

function glossary({ name, terms, source, problems }) {
  const faults = problems.map((problem) => h("li", {}, problem));
  return h("div", {},
    h("h2", {}, "Glossary"),
    h("p", {}, h("strong", {}, `${terms} ${terms === 1 ? "term" : "terms"}`), ` · ${name}`),
    h("p", { class: "quiet" }, problems.length ? "The file has faults; the last good copy answers." : `Edit ${source}: it is taken up as you save.`),
    problems.length ? h("ul", { class: "faults" }, ...faults) : null);
}

function go(channel) {
  here = channel;
  open = "";
  document.body.dataset.pane = "main";
  draw();
  compose.main.field.focus();
}

function openThread(ts) {
  open = ts;
  draw();
  compose.thread.field.focus();
}

function closeThread() {
  const was = open;
  open = "";
  draw();
  document.querySelector(`[data-focus="${was}/thread"]`)?.focus();
}

function tryIt({ text }) {
  if (here !== state.first.channel) go(state.first.channel);
  document.body.dataset.pane = "main";
  say(text, "");
}

async function say(text, thread) {
  const command = !thread && /^(\/\w+)\s*(.*)$/s.exec(text);
  if (thread === "" && !command) {
    const said = await call("/say", { as: me, channel: here, text });
    if (said.ts) open = said.ts;
  } else if (command) {
    await call("/command", { as: me, channel: here, command: command[1], text: command[2] });
  } else {
    await call("/say", { as: me, channel: here, text, thread });
  }
  refresh();
}

function candidates() {
  return [
    ...state.commands.map((one) => ({ at: "start", label: one.command, insert: `${one.command} `, hint: one.hint })),
    { at: "mention", label: `@${state.bot.name}`, insert: `@${state.bot.name} `, hint: "the bot" },
    ...state.people.map((one) => ({ at: "mention", label: `@${one.name}`, insert: `@${one.name} `, hint: "" })),
    ...state.terms.map((term) => ({ at: "word", label: term, insert: term, hint: "term" })),
  ];
}

const compose = {
  main: new Composer($("composer-slot-main"), { id: "composer-main", label: "Message", candidates, send: (text) => say(text, "") }),
  thread: new Composer($("composer-slot-thread"), { id: "composer-thread", label: "Reply in the thread", candidates, send: (text) => say(text, open) }),
};

$("as").addEventListener("change", (event) => {
  me = event.target.value;
  refresh();
});
$("close-window").addEventListener("click", () => $("window").close());
$("window").addEventListener("close", () => {
  if (state?.window) call("/window", { as: me, channel: here });
});
$("close-thread").addEventListener("click", closeThread);
$("show-side").addEventListener("click", () => {
  const side = document.body.dataset.pane !== "side";
  document.body.dataset.pane = side ? "side" : "main";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open && !$("window").open) closeThread();
});

const changes = new EventSource("/changes");
let stale = false;
changes.addEventListener("message", () => {
  if (asking) stale = true;
  else refresh().then(() => {
    if (stale) refresh();
    stale = false;
  });
});
changes.addEventListener("error", () => document.body.classList.add("offline"));
changes.addEventListener("open", () => document.body.classList.remove("offline"));
refresh();

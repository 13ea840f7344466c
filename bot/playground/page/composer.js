// The place to type: sends on Enter, and completes commands, mentions and terms.
import { h } from "./dom.js";

const MOST = 6;

export class Composer {
  // `send(text)` gets what was typed; `candidates()` all that can be completed, each
  // `{insert, label, hint, at}` where `at` is "start", "mention" or "word".
  constructor(slot, { id, label, send, candidates }) {
    this.send = send;
    this.candidates = candidates;
    this.options = [];
    this.active = -1;
    this.list = h("ul", { role: "listbox", id: `${id}-list`, class: "completions", "aria-label": "Completions", hidden: true });
    this.field = h("textarea", {
      id, rows: 1, role: "combobox", "aria-label": label, placeholder: label, "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${id}-list`, autocomplete: "off", spellcheck: "false",
      oninput: () => this.complete(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.close(),
    });
    const submit = h("button", { type: "button", class: "button primary", onclick: () => this.submit() }, "Send");
    slot.append(this.list, h("div", { class: "typing" }, this.field, submit));
  }

  label(text) {
    this.field.setAttribute("aria-label", text);
    this.field.setAttribute("placeholder", text);
  }

  set(text) {
    this.field.value = text;
    this.field.focus();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.close();
    this.send(text);
  }

  key(event) {
    const open = this.options.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + this.options.length) % this.options.length);
    } else if (open && (event.key === "Tab" || (event.key === "Enter" && this.active >= 0))) {
      this.take(this.options[Math.max(this.active, 0)]);
    } else if (open && event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.submit();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  complete() {
    const typed = this.field.value.slice(0, this.field.selectionStart);
    this.options = this.matching(typed).slice(0, MOST);
    this.list.replaceChildren(
      ...this.options.map((option, i) =>
        h("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false", onmousedown: (event) => {
          event.preventDefault();
          this.take(option);
        } }, h("span", {}, option.label), h("span", { class: "quiet" }, option.hint)),
      ),
    );
    this.list.hidden = !this.options.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(-1);
  }

  matching(typed) {
    const start = /^(\/\w*)$/.exec(typed);
    const mention = /(?:^|\s)(@\w*)$/.exec(typed);
    const words = /(?:^|\s)([\p{L}\d][\p{L}\d .-]{2,})$/u.exec(typed);
    const found = [];
    for (const option of this.candidates()) {
      if (option.at === "start" && start) this.offer(found, option, start[1]);
      if (option.at === "mention" && mention) this.offer(found, option, mention[1]);
      if (option.at === "word" && words) {
        for (let rest = words[1]; rest.length > 2; rest = rest.replace(/^\S+\s*/, "")) {
          if (this.offer(found, option, rest)) break;
        }
      }
    }
    return found;
  }

  offer(found, option, typed) {
    if (!option.label.toLowerCase().startsWith(typed.toLowerCase())) return false;
    if (option.label.length > typed.length) found.push({ ...option, typed });
    return true;
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index >= 0) this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  take(option) {
    const caret = this.field.selectionStart;
    const before = this.field.value.slice(0, caret - option.typed.length) + option.insert;
    this.field.value = before + this.field.value.slice(caret);
    this.field.setSelectionRange(before.length, before.length);
    this.close();
  }

  close() {
    this.options = [];
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

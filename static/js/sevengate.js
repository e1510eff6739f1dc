/*
 * Sevengate: what scripts add to pages that work without them.
 * Nothing here decides anything; every act stays a link or a form.
 */
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const typing = (target) =>
    target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  /* ---------- the navigation as a drawer on small screens ---------- */
  function drawer() {
    const opener = one(".sg-menu");
    const nav = one("#nav");
    if (!opener || !nav) return;
    const shut = one(".sg-side-shut", nav);
    const behind = [one(".sg-top"), one("#main")];
    const shade = document.createElement("div");
    shade.className = "sg-shade";
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", "nav");
    shut.setAttribute("role", "button");

    const isOpen = () => nav.classList.contains("is-open");
    const set = (open) => {
      if (open === isOpen()) return;
      nav.classList.toggle("is-open", open);
      opener.setAttribute("aria-expanded", String(open));
      behind.forEach((part) => { part.inert = open; });
      document.documentElement.classList.toggle("sg-locked", open);
      if (open) {
        document.body.append(shade);
        shut.focus();
      } else {
        shade.remove();
        opener.focus();
      }
    };
    opener.addEventListener("click", (event) => { event.preventDefault(); set(true); });
    shut.addEventListener("click", (event) => { event.preventDefault(); set(false); });
    shade.addEventListener("click", () => set(false));
    [opener, shut].forEach((button) => button.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); button.click(); }
    }));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOpen()) set(false);
    });
    window.matchMedia("(min-width: 1200px)").addEventListener("change", () => set(false));
  }

  /* ---------- menus and filters made of <details>: Escape and a click elsewhere shut them ---------- */
  const MENUS = ".sg-drop, .sg-pop";

  function menus() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = event.target.closest(`${MENUS.replace(/(\.[\w-]+)/g, "$1[open]")}`);
      if (!open) return;
      open.open = false;
      one("summary", open).focus();
    });
    document.addEventListener("click", (event) => {
      all(".sg-drop[open], .sg-pop[open]").forEach((menu) => {
        if (!menu.contains(event.target)) menu.open = false;
      });
    });
  }

  /* ---------- keys: "/" searches, j and k walk the rows of a list ---------- */
  function keys() {
    const find = one("[data-sg-slash]");
    const hint = find && find.parentElement.querySelector("kbd");
    if (hint) hint.hidden = false;
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typing(event.target) || document.documentElement.classList.contains("sg-locked")) return;
      if (event.key === "/" && find && find.offsetParent) {
        event.preventDefault();
        find.focus();
        find.select();
      } else if (event.key === "j" || event.key === "k") {
        const links = all("[data-sg-list] tbody tr").map((row) => one("td a[href]", row)).filter(Boolean);
        if (!links.length) return;
        const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
        const next = here < 0 ? 0 : here + (event.key === "j" ? 1 : -1);
        const link = links[Math.min(Math.max(next, 0), links.length - 1)];
        event.preventDefault();
        link.focus({ focusVisible: true });
        link.closest("tr").scrollIntoView({ block: "nearest" });
      }
    });
  }

  /* ---------- rows picked in a list ---------- */
  function picking(list) {
    const whole = one("[data-sg-all]", list);
    if (!whole) return;
    const count = one("[data-sg-count]", list);
    const boxes = all("tbody .sg-check", list);
    let last = null;
    const show = () => {
      const picked = boxes.filter((box) => box.checked).length;
      count.textContent = picked ? count.dataset.sgCount.replace("{n}", picked) : "";
      whole.checked = picked === boxes.length;
      whole.indeterminate = picked > 0 && picked < boxes.length;
    };
    whole.hidden = false;
    whole.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = whole.checked; });
      show();
    });
    list.addEventListener("click", (event) => {
      const index = boxes.indexOf(event.target);
      if (index < 0) return;
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, index), Math.max(last, index)];
        boxes.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
      }
      last = index;
      show();
    });
    list.addEventListener("change", show);
    list.addEventListener("reset", () => setTimeout(show));
    show();
  }

  /* ---------- many choices to tick: filter them as one types, ticked ones stay in sight ---------- */
  const ENOUGH_TO_FILTER = 8;

  function filtering(box) {
    const labels = all("label", box);
    if (labels.length < ENOUGH_TO_FILTER) return;
    const bar = document.createElement("div");
    const input = document.createElement("input");
    const number = document.createElement("span");
    bar.className = "sg-picks-find";
    input.type = "search";
    input.placeholder = box.dataset.sgPicks;
    input.setAttribute("aria-label", box.dataset.sgPicks);
    number.setAttribute("aria-live", "polite");
    bar.append(input, number);
    box.prepend(bar);
    const show = () => {
      const wanted = input.value.trim().toLowerCase();
      labels.forEach((label) => {
        label.hidden = !one("input", label).checked && !label.textContent.toLowerCase().includes(wanted);
      });
      number.textContent = `${labels.filter((label) => one("input", label).checked).length} / ${labels.length}`;
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    box.addEventListener("change", show);
    show();
  }

  /* ---------- what was wrong with a form is read first ---------- */
  function errors() {
    const summary = one("[data-sg-errors]");
    if (!summary) return;
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      const control = field.matches("fieldset") ? one("input, select, textarea", field) : field;
      field.scrollIntoView({ block: "center" });
      (control || field).focus({ preventScroll: true });
    });
  }

  /* ---------- the demonstration's accounts fill the form ---------- */
  function accounts(section) {
    const form = one("[data-sg-login]");
    section.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-login]");
      if (!link) return;
      event.preventDefault();
      form.elements.login.value = link.dataset.login;
      form.elements.password.value = section.dataset.password;
      all("a[aria-current]", section).forEach((other) => other.removeAttribute("aria-current"));
      link.setAttribute("aria-current", "true");
      one("[type=submit]", form).focus();
    });
  }

  /* ---------- a name pressed below a comment goes into it ---------- */
  function mentioning() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-sg-mention]");
      const text = button && one("textarea", button.closest("form"));
      if (!text) return;
      text.setRangeText(button.dataset.sgMention, text.selectionStart, text.selectionEnd, "end");
      text.focus();
    });
  }

  drawer();
  mentioning();
  menus();
  keys();
  all("[data-sg-list]").forEach(picking);
  all("[data-sg-picks]").forEach(filtering);
  all("[data-sg-accounts]").forEach(accounts);
  errors();
})();

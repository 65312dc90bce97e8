// The parts of Quasar that pages of rooms use, under its names and with its classes: the frame that NiceGUI puts around
// a page, the drawer of the sidebar, notices, light and dark. Quasar itself is 155 kB, half of a first visit; a page with
// any other element of it gets the whole, see patches/page_template.py.
(() => {
  const { Vue } = window; // which has it by now, as for all of Quasar
  const { body } = document;

  // ---- the frame

  const drawer = { width: 0 }; // made reactive once Vue is there
  const dark = { isActive: false };
  let state = null;

  const slot = ({ $slots }) => $slots.default?.();

  const layout = {
    props: ["view"],
    render() {
      return Vue.h("div", { class: "q-layout q-layout--standard", tabindex: -1 }, slot(this));
    },
  };

  const pageContainer = {
    render() {
      const style = state.drawer.width ? { paddingLeft: `${state.drawer.width}px` } : {};
      return Vue.h("div", { class: "q-page-container", style }, slot(this));
    },
  };

  const page = {
    render() {
      return Vue.h("main", { class: "q-page" }, slot(this));
    },
  };

  // Beside the page on a wide screen; on a narrow one it is closed, and shown by style sheets alone.
  const qDrawer = {
    props: { width: Number, breakpoint: Number, side: String, showIfAbove: Boolean, noSwipeOpen: Boolean },
    inheritAttrs: false,
    data: () => ({ isNarrow: false }),
    created() {
      this.query = window.matchMedia(`(max-width: ${this.breakpoint}px)`);
      this.query.addEventListener("change", this.measure);
      this.measure();
    },
    unmounted() {
      this.query.removeEventListener("change", this.measure);
      state.drawer.width = 0;
    },
    watch: { width: "measure" },
    methods: {
      measure() {
        this.isNarrow = this.query.matches;
        state.drawer.width = this.isNarrow ? 0 : this.width;
      },
    },
    render() {
      const { class: classes, ...attrs } = this.$attrs;
      const kind = this.isNarrow ? "q-layout--prevent-focus fixed q-drawer--on-top q-drawer--mobile q-drawer--top-padding" : "q-drawer--standard fixed";
      const shade = state.dark.isActive ? " q-drawer--dark q-dark" : "";
      const style = { width: `${this.width}px`, transform: `translateX(${this.isNarrow ? -this.width : 0}px)` };
      const content = Vue.h("div", { ...attrs, class: ["q-drawer__content fit scroll", classes] }, slot(this));
      return Vue.h("div", { class: "q-drawer-container" }, [Vue.h("aside", { class: `q-drawer q-drawer--left ${kind}${shade}`, style }, [content])]);
    },
  };

  // ---- notices

  const SHOWN = 5000; // ms, and one second more, as Quasar has it
  const MOVING = { duration: 300, easing: "ease-out" };
  const WARNING = "M1 21h22L12 2 1 21zm12-3h-2v-2h2v2zm0-4h-2v-4h2v4z";
  const ICONS = {
    positive: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-2 15l-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8l-9 9z",
    negative: WARNING,
    warning: WARNING,
    info: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 15h-2v-6h2v6zm0-8h-2V7h2v2z",
  };
  const COLORS = { positive: "bg-positive text-white", negative: "bg-negative text-white", warning: "bg-warning text-dark", info: "bg-info text-white" };
  const lists = {};
  const shown = new Map(); // what is there, by what it says and where

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  }

  function listAt(place) {
    if (!lists[place]) {
      const classes = { top: "q-notifications__list--top", bottom: "q-notifications__list--bottom" };
      lists[place] = make("div", `q-notifications__list ${classes[place]} fixed column no-wrap items-center`);
      if (!document.querySelector(".q-notifications")) body.append(make("div", "q-notifications"));
      document.querySelector(".q-notifications").append(lists[place]);
    }
    return lists[place];
  }

  function icon(type) {
    const picture = make("i", "q-icon notranslate q-notification__icon q-notification__icon--additional");
    picture.setAttribute("aria-hidden", "true");
    picture.innerHTML = `<svg viewBox="0 0 24 24"><path d="${ICONS[type]}"/></svg>`;
    return picture;
  }

  function actionButton({ label, handler }, dismiss) {
    const words = make("span", "q-btn__content text-center col items-center q-anchor--skip justify-center row", make("span", "block", label));
    const classes = "q-btn q-btn-item non-selectable no-outline q-btn--flat q-btn--rectangle text-white q-btn--actionable q-focusable q-hoverable";
    const button = make("button", classes, make("span", "q-focus-helper"), words);
    button.type = "button";
    button.addEventListener("click", () => {
      handler?.();
      dismiss();
    });
    return button;
  }

  function draw({ message = "", type, actions = [] }, count, dismiss) {
    const isTall = actions.length > 1;
    const text = make("div", "q-notification__message col", String(message));
    const content = make("div", `q-notification__content row items-center${isTall ? "" : " col"}`, ...(ICONS[type] ? [icon(type), text] : [text]));
    const shape = isTall ? "column no-wrap justify-center" : "row items-center";
    const wrapper = make("div", `q-notification__wrapper col relative-position border-radius-inherit ${shape}`, content);
    if (actions.length) {
      const media = ICONS[type] ? " q-notification__actions--with-media" : "";
      const side = isTall ? "justify-end" : "col-auto";
      const buttons = actions.map((action) => actionButton(action, dismiss));
      wrapper.append(make("div", `q-notification__actions row items-center ${side}${media}`, ...buttons));
    }
    if (count > 1) wrapper.append(make("div", "q-notification__badge q-notification__badge--top-left", String(count)));
    const notice = make("div", `q-notification row items-stretch ${isTall ? "q-notification--multi-line" : "q-notification--standard"} ${COLORS[type] ?? "text-white"}`, wrapper);
    notice.setAttribute("role", "alert");
    return notice;
  }

  function move(element, place, isComing) {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return Promise.resolve();
    const away = { opacity: 0, transform: `translateY(${place === "top" ? -50 : 50}px)` };
    const there = { opacity: 1, transform: "none" };
    return element.animate(isComing ? [away, there] : [there, away], MOVING).finished.catch(() => {});
  }

  // The same words once more replace those that are there, with a count.
  function create(options) {
    const config = typeof options === "string" ? { message: options } : options;
    const place = config.position?.startsWith("top") ? "top" : "bottom";
    const key = [place, config.message, ...(config.actions ?? []).map(({ label }) => label)].join("|");
    const before = shown.get(key);
    const one = { count: (before?.count ?? 0) + 1 };
    const dismiss = () => {
      clearTimeout(one.timer);
      if (shown.get(key) !== one) return;
      shown.delete(key);
      move(one.element, place, false).then(() => one.element.remove());
    };
    one.element = draw(config, one.count, dismiss);
    if (before) {
      clearTimeout(before.timer);
      before.element.replaceWith(one.element);
    } else {
      listAt(place)[place === "top" ? "prepend" : "append"](one.element);
      move(one.element, place, true);
    }
    shown.set(key, one);
    const time = Number.isFinite(config.timeout) ? config.timeout : SHOWN;
    if (time > 0) one.timer = setTimeout(dismiss, time + 1000);
    return dismiss;
  }

  // ---- light and dark

  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let wanted = "auto";

  function showDark() {
    state.dark.isActive = wanted === "auto" ? system.matches : wanted;
    body.classList.toggle("body--dark", state.dark.isActive);
    body.classList.toggle("body--light", !state.dark.isActive);
  }

  system.addEventListener("change", () => state && showDark());

  window.Quasar = {
    install(app, { config = {} } = {}) {
      state = Vue.reactive({ drawer, dark });
      body.classList.add(...(window.matchMedia("(hover: hover)").matches ? ["desktop", "no-touch"] : ["mobile", "touch"]));
      for (const [name, color] of Object.entries(config.brand ?? {})) body.style.setProperty(`--q-${name.replaceAll("_", "-")}`, color);
      const parts = { QLayout: layout, QPageContainer: pageContainer, QPage: page, QDrawer: qDrawer };
      for (const [name, part] of Object.entries(parts)) app.component(name, part);
      showDark();
    },
    lang: {
      set() {
        document.documentElement.dir = "ltr";
      },
    },
    Dark: {
      get isActive() {
        return dark.isActive;
      },
      set(value) {
        wanted = value;
        showDark();
      },
    },
    Notify: { create, setDefaults() {} },
    LoadingBar: { setDefaults() {}, start() {}, stop() {}, increment() {} },
  };
})();

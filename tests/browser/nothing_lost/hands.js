// What somebody does and sees in one tab, each in one call, so that nothing can happen in between.
(() => {
  const box = () => document.querySelector("#composer textarea");
  const row = (key) => document.getElementById(`messages-${key}`);
  const editor = (key) => row(key).querySelector(":scope > .message-editor");
  const textOf = (element, selector) => element.querySelector(selector)?.textContent ?? "";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const currentRoom = () => location.pathname.split("/").at(-1);

  function put(element, text) {
    element.value = text;
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  function press(element, key) {
    element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  function pressButton(within, name) {
    [...within.querySelectorAll("button")].find((button) => button.textContent === name).click();
  }

  function useTool(key, name) {
    row(key).dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    const button = row(key).querySelector(`:scope > .message-toolbar > [aria-label="${name}"]`);
    button.click();
    return button;
  }

  function useMenu(key, name) {
    useTool(key, "More actions");
    const item = document.querySelector(`#message-menu > [aria-label="${name}"]`);
    item.click();
    return item;
  }

  // All that names the room which is shown; an archived one is not in the list, and cannot be written to.
  const names = () => ({
    address: location.pathname,
    link: document.querySelector("#rooms > [aria-current=page]")?.pathname ?? null,
    linkName: textOf(document, "#rooms > [aria-current=page] .room-name"),
    header: textOf(document, ".room-header h1"),
    title: document.title,
    messages: document.querySelector("#messages")?.getAttribute("aria-label"),
    composer: box()?.placeholder ?? null,
    isArchived: document.querySelector(".archived") !== null,
  });

  function isUnambiguous() {
    const { address, link, linkName, header, title, messages, composer, isArchived } = names();
    return (
      title.endsWith(`${header} · StreamChat`) &&
      messages === `Messages in ${header}` &&
      (isArchived || (composer === `Message ${header}` && link === address && linkName === header))
    );
  }

  function kept() {
    const entries = [];
    const drafts = [];
    const edits = [];
    for (const name of Object.keys(localStorage)) {
      const [, kind, , where, key] = name.split(":");
      const value = localStorage.getItem(name);
      if (kind === "outbox") entries.push({ ...JSON.parse(value), clientId: where });
      else if (kind === "draft") drafts.push({ room: where, text: value });
      else if (kind === "edit") edits.push({ room: where, key, text: JSON.parse(value).text });
    }
    return { entries, drafts, edits };
  }

  // Null where the browser says that there is no connection.
  function look() {
    if (!location.protocol.startsWith("http")) return null;
    window.socket?.io.reconnectionDelay(20);
    window.socket?.io.reconnectionDelayMax(20);
    return {
      room: currentRoom(),
      isUnambiguous: isUnambiguous(),
      isLive: document.querySelector("#messages")?.dataset.state === "live" && window.socket?.connected === true,
      draft: box()?.value ?? null,
      pending: all(".pending-messages [data-client-id]").map((entry) => ({
        clientId: entry.dataset.clientId,
        text: textOf(entry, ".message-body"),
        isRefused: "failed" in entry.dataset,
      })),
      rows: all("#messages > [data-key]").map((one) => ({
        key: one.dataset.key,
        text: textOf(one, ":scope > .message-body"),
        isMine: "mine" in one.dataset,
        waiting: textOf(one, ".message-waiting-body"),
        isRefused: one.querySelector(".message-waiting [role=alert]") !== null,
        isBeingDeleted: "deletionWaiting" in one.dataset,
        edit: one.querySelector(".message-editor textarea")?.value ?? null,
      })),
      unfinished: all(".unfinished-edit q").map((quoted) => quoted.textContent),
      summary: textOf(document, ".outbox-summary button"),
      kept: kept(),
    };
  }

  window.hands = {
    look,
    names,

    // Returns the room that it was typed in, or null while it is not clear which one that is.
    type(text) {
      if (!box() || !isUnambiguous()) return null;
      put(box(), box().value + text);
      return currentRoom();
    },

    send: () => press(box(), "Enter"),

    edit(key, text) {
      useTool(key, "Edit message");
      put(editor(key).querySelector("textarea"), text);
    },

    save: (key) => pressButton(editor(key), "Save"),
    cancel: (key) => pressButton(editor(key), "Cancel"),

    remove(key) {
      useMenu(key, "Delete message").click(); // the second time confirms
    },

    saveForLater: (key) => useMenu(key, "Save for later"),
    react: (key) => document.querySelector("#messages").stream.act(key, { action: "react", emoji: "👍", add: "true" }),
    answerRefusal: (clientId, button) => pressButton(document.querySelector(`[data-client-id="${clientId}"]`), button),
    answerRefusedAction: (key, button) => pressButton(row(key).querySelector(".message-waiting"), button),
    answerUnfinished: (button) => pressButton(document.querySelector(".unfinished-edit"), button),
    open: (room) => document.getElementById(`rooms-${room}`)?.click(),
  };
})();

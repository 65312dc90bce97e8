// Which rooms have a draft in this browser, be it a text or a file: `data-draft` at their links.
import * as storage from "browser_storage";
import { roomLinks } from "current_room";
import { DRAFTS_CHANGED, roomOfDraft } from "drafts";
import { isKeyOfFile, roomOfDraftFile } from "file_records";

// me: the viewer's id. Returns what is to be called when links were drawn anew.
export function watchDrafts(me, signal) {
  const show = () => {
    const rooms = new Set(storage.keys().map((key) => roomOfDraft(me, key) ?? roomOfDraftFile(me, key)));
    for (const link of roomLinks()) link.toggleAttribute("data-draft", rooms.has(link.dataset.key));
  };
  document.addEventListener(DRAFTS_CHANGED, show, { signal });
  const isOurs = (key) => roomOfDraft(me, key) || isKeyOfFile(me, key);
  const stop = storage.onOtherTab((key) => (!key || isOurs(key)) && show());
  signal.addEventListener("abort", stop);
  show();
  return show;
}

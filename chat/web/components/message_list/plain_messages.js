// Messages on a page without a socket: what one can do with their text and their pictures, as in a room.
import { listenToAttachments } from "attachments";
import { listenToFormattedText } from "formatted_text";
import { showMoments } from "moments";

// content: what has the messages
export function listenToMessages(content, signal) {
  showMoments(content);
  listenToFormattedText(content);
  listenToAttachments(signal);
}

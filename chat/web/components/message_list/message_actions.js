// What can be done with a message: as buttons of its toolbar, as items of its menu, or both.

// The first three are in the toolbar as they are; all six in the sheet of a phone.
export const QUICK_REACTIONS = { "👍": "thumbs up", "✅": "done", "👀": "eyes", "❤️": "red heart", "😂": "laughing", "🎉": "party popper" };

export const IN_TOOLBAR = 3;

// `isOffered` is asked for a row: whether it is the viewer's own, whether the room is archived, whether the viewer
// moderates, whether the list is a thread's, whether the row is in it, or above a thread, and whether it is pinned. `confirm` is what it says before it acts; `done` is told once the server has done it.
export const ACTIONS = [
  {
    action: "react",
    label: "Add reaction",
    icon: '<circle cx="8" cy="8" r="5.7"/><path d="M5.6 9.4a2.8 2.8 0 0 0 4.8 0M6.1 6.3v.3M9.9 6.3v.3"/>',
    places: ["toolbar", "sheet"],
    isOffered: ({ isArchived }) => !isArchived,
  },
  {
    action: "reply",
    label: "Reply",
    icon: '<path d="M6.5 3.5 2.5 7.5l4 4M2.5 7.5h6.2c3 0 4.8 1.8 4.8 5"/>',
    places: ["toolbar", "menu"],
    isOffered: ({ isArchived, isInList }) => !isArchived && isInList,
  },
  {
    action: "edit",
    label: "Edit message",
    icon: '<path d="M11 2.5 13.5 5 5.5 13H3v-2.5z"/>',
    places: ["toolbar", "menu"],
    isOffered: ({ isMine, isArchived, isInList, isLive }) => isMine && !isArchived && isInList && !isLive,
  },
  {
    action: "thread",
    label: "Reply in thread",
    icon: '<path d="M2.5 3h11v7.5H8.2L5 13.2v-2.7H2.5zM5.5 6h5M5.5 8h3"/>',
    places: ["toolbar", "menu"],
    isOffered: ({ isThread, isInList, isArchived }) => !isThread && isInList && !isArchived,
  },
  {
    action: "link",
    label: "Copy link",
    icon: '<path d="M7 9.5 9.5 7M6.8 5.2l1.7-1.7a2.8 2.8 0 0 1 4 4l-1.7 1.7M9.2 10.8l-1.7 1.7a2.8 2.8 0 0 1-4-4l1.7-1.7"/>',
    places: ["menu"],
    isOffered: () => true,
  },
  {
    action: "copy",
    label: "Copy text",
    icon: '<path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"/>',
    places: ["menu"],
    isOffered: () => true,
  },
  {
    action: "unread",
    label: "Mark unread from here",
    icon: '<path d="M2.5 4.5h11v8h-8l-3 2z"/><circle cx="13" cy="4" r="2" fill="currentColor"/>',
    places: ["menu"],
    isOffered: ({ isMine, isInList }) => !isMine && isInList,
  },
  {
    action: "pin",
    label: "Pin to room",
    icon: '<path d="M5.5 2.5h5M6.5 2.5v4L4 9.5h8L9.5 6.5v-4M8 9.5v4"/>',
    places: ["menu"],
    isOffered: ({ isArchived, isPinned }) => !isArchived && !isPinned,
  },
  {
    action: "unpin",
    label: "Unpin",
    icon: '<path d="M5.5 2.5h5M6.5 2.5v4L4 9.5h8L9.5 6.5v-4M8 9.5v4M3 3l10 10"/>',
    places: ["menu"],
    isOffered: ({ isArchived, isPinned }) => !isArchived && isPinned,
  },
  {
    action: "save",
    label: "Save for later",
    icon: '<path d="M4.5 2.5h7v11L8 10.5l-3.5 3z"/>',
    done: "Saved for later.",
    places: ["menu"],
    isOffered: () => true,
  },
  {
    action: "remind",
    label: "Remind me",
    icon: '<circle cx="8" cy="8.5" r="5.2"/><path d="M8 5.5v3l2 1.5M2.5 3.8l1.7-1.4M13.5 3.8l-1.7-1.4"/>',
    done: "You will be reminded by a direct message.",
    places: ["menu"],
    isOffered: () => true,
  },
  {
    action: "delete",
    label: "Delete message",
    icon: '<path d="M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5 5 13.5h6l.5-9"/>',
    confirm: "Press again to delete",
    places: ["menu"],
    isOffered: ({ isMine, moderates }) => isMine || moderates,
  },
];

export const MORE = '<path d="M3 8h.01M8 8h.01M13 8h.01"/>';

export const drawIcon = (icon) => `<svg viewBox="0 0 16 16" aria-hidden="true">${icon}</svg>`;

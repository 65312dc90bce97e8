// What the panel offers before anything is typed: what was searched for before, and what narrows a search down. A part of
// search_panel.js.
import { RecentSearches } from "recent_searches";
import { setText } from "search_box";
import { OPERATORS, withOperator } from "search_words";

const TIPS = Object.entries(OPERATORS).map(([name, { finds }]) => ({ name: `${name}:`, finds }));

export const searchStart = {
  data: () => ({ recent: [], tips: TIPS }),

  created() {
    this.recentSearches = new RecentSearches(this.me);
  },

  methods: {
    showRecent() {
      this.recent = this.recentSearches.all();
    },

    remember() {
      this.recentSearches.add(this.text);
      this.showRecent();
    },

    search(text) {
      setText(text);
      this.submit();
    },

    forget(text) {
      this.recentSearches.remove(text);
      this.showRecent();
      this.box.focus();
    },

    forgetAll() {
      this.recentSearches.clear();
      this.recent = [];
      this.box.focus();
    },

    begin(operator) {
      setText(withOperator(this.box.value, operator));
    },
  },
};

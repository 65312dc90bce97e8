// What is in the panel below the box: where to search and in which order, what to search for again, what was found.
export const SEARCH_VIEW = `
  <div hidden>
    <teleport :to="place">
      <div class="search-choices">
        <div v-if="named" class="search-choice search-named"><bdi translate="no">{{ named }}</bdi></div>
          <div v-else-if="room" class="search-choice" role="radiogroup" aria-label="Where">
          <label><input v-model="isHere" type="radio" name="search-where" :value="true">This room</label>
          <label><input v-model="isHere" type="radio" name="search-where" :value="false">All rooms</label>
        </div>
        <div class="search-choice" role="radiogroup" aria-label="Order">
          <label><input v-model="order" type="radio" name="search-order" value="newest">Newest</label>
          <label><input v-model="order" type="radio" name="search-order" value="relevance">Most relevant</label>
        </div>
      </div>
      <p class="search-status" role="status">{{ words }}</p>
      <div v-if="!text" class="search-start">
        <section v-if="recent.length">
          <div class="search-recent"><h3>Recent searches</h3><button type="button" class="quiet" @click="forgetAll">Clear all</button></div>
          <ul>
            <li v-for="one in recent" :key="one">
              <button type="button" class="search-again" dir="auto" translate="no" @click="search(one)">{{ one }}</button>
              <button type="button" class="quiet search-forget" :aria-label="'Remove ' + one" title="Remove" @click="forget(one)">✕</button>
            </li>
          </ul>
        </section>
        <section>
          <h3>Narrow it down</h3>
          <ul class="search-tips">
            <li v-for="{ name, finds } in tips" :key="name"><button type="button" @click="begin(name)"><b translate="no">{{ name }}</b> {{ finds }}</button></li>
          </ul>
          <p class="search-hint"><b>"two words"</b> finds the exact phrase, <b>-word</b> leaves out messages with it.</p>
        </section>
      </div>
      <div v-else-if="isNone" class="search-none" :aria-busy="isWaiting ? 'true' : null">
        <svg viewBox="0 0 96 96" aria-hidden="true"><circle cx="42" cy="42" r="24"/><path d="m60 60 20 20"/></svg>
        <p>{{ further ? "No matches in recent messages. Add more words or a date." : "Nothing found." }}</p>
        <button v-if="further" type="button" class="plain-button search-further" @click="lookFurther">{{ isLooking ? "Searching…" : "Search further back" }}</button>
        <button v-if="isHere && room && !named" type="button" class="plain-button" @click="lookEverywhere">Look in all rooms</button>
      </div>
      <div ref="found" class="search-found" :aria-busy="isWaiting ? 'true' : null" @stream:rows="showRows" @click="follow"><slot></slot></div>
    </teleport>
  </div>`;

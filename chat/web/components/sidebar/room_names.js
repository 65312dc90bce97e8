// Names and pictures of people in the list of rooms, whose rows the server does not draw anew for them.
import { initials } from "avatar";

// As in `rooms.queries`.
function inOrder(parts) {
  const key = (part) => part.textContent.toLowerCase();
  return parts.sort((one, other) => (key(one) === key(other) ? one.dataset.person - other.dataset.person : key(one) < key(other) ? -1 : 1));
}

// As the macro `avatar` does.
function showPicture(place, name, avatar) {
  if (!avatar) {
    place.textContent = initials(name);
    return;
  }
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = `/avatars/${avatar}.webp`;
  place.replaceChildren(picture);
}

// In the names of direct rooms, which are in the order of the people's names, and as the picture of one's own.
export function showPersonInList(id, name, avatar) {
  for (const part of document.querySelectorAll(`#rooms [data-person="${id}"]`)) {
    part.textContent = name;
    const names = part.parentElement;
    const parts = [...names.querySelectorAll("[data-person]")];
    if (parts.length > 1) names.replaceChildren(...inOrder(parts).flatMap((each) => [", ", each]).slice(1));
    else showPicture(part.closest("a").querySelector(".avatar"), name, avatar);
  }
}

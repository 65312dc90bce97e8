// Moments in texts, such as when an alert was sent: everybody reads them by their own clock. The server draws them
// (messages/markdown/moments.py), with what they are in UTC.
import { dateAndYear, exactTime, fullTime, longDate, nearDay, timeOfDay } from "local_time";

const FORMS = {
  date: dateAndYear,
  date_long: longDate,
  date_pretty: (time) => nearDay(time) ?? dateAndYear(time),
  time: timeOfDay,
  time_secs: exactTime,
};

// content: has texts of messages, as the server sent them or as they were shown before
export function showMoments(content) {
  for (const element of content.querySelectorAll("time[data-form]")) {
    const at = Number(element.dataset.at);
    element.textContent = FORMS[element.dataset.form](at);
    element.title = fullTime(at);
    element.dateTime = new Date(at).toISOString();
  }
}

// Reads a calendar object on standard input as ical.js does, by the object's own VTIMEZONE, and prints it.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const zones = calendar.getAllSubcomponents("vtimezone");
zones.forEach((zone) => ICAL.TimezoneService.register(zone));
const events = calendar.getAllSubcomponents("vevent");
const event = new ICAL.Event(events[0], { strictExceptions: true });
console.log(JSON.stringify({
  method: calendar.getFirstPropertyValue("method"),
  zones: zones.length,
  events: events.length,
  starts: event.startDate.toJSDate().toISOString(),
  ends: event.endDate.toJSDate().toISOString(),
  uid: event.uid,
  sequence: event.sequence,
  attendees: events[0].getAllProperties("attendee").map((one) => one.getFirstValue()),
}));

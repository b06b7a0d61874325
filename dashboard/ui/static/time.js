/* Time in the browser: the server's clock, continued by a monotonic clock, and texts for durations. */
window.pantau = window.pantau || {};

window.pantau.time = (function () {
  "use strict";
  // performance.now() runs evenly even when somebody sets the PC's clock.
  let serverTime = null, synchronizedAt = 0, speed = 1;

  /* The server's time is that of the middle between request and response. */
  function synchronize(time, requestedAt, respondedAt, clockSpeed) {
    serverTime = time;
    synchronizedAt = (requestedAt + respondedAt) / 2;
    speed = clockSpeed;
  }

  function now() {
    return serverTime === null ? Date.now() : serverTime + (performance.now() - synchronizedAt) * speed;
  }

  /* A signal that gives up a request; AbortSignal.timeout is newer than the browsers of some screens. */
  function abortAfter(milliseconds) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    return controller.signal;
  }

  const twoDigits = (number) => String(number).padStart(2, "0");

  function parts(milliseconds) {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    return {
      days: Math.floor(seconds / 86400),
      hours: Math.floor(seconds / 3600) % 24,
      minutes: Math.floor(seconds / 60) % 60,
      seconds: seconds % 60,
    };
  }

  /* Under a day 6.12.40, from a day on 2 hari 4 jam: seconds do not matter then. */
  function span(milliseconds) {
    const p = parts(milliseconds);
    if (p.days > 0) return p.days + " hari" + (p.days < 10 && p.hours ? " " + p.hours + " jam" : "");
    return p.hours + "." + twoDigits(p.minutes) + "." + twoDigits(p.seconds);
  }

  function age(milliseconds) {
    const p = parts(milliseconds);
    if (p.days > 0) return p.days + " hari " + p.hours + " jam";
    if (p.hours > 0) return p.hours + " jam " + p.minutes + " menit";
    if (p.minutes > 0) return p.minutes + " menit";
    return p.seconds + " detik";
  }

  function clock(moment, zone, options) {
    return new Intl.DateTimeFormat("id-ID", Object.assign({ timeZone: zone }, options)).format(moment);
  }

  const time = (moment, zone) =>
    clock(moment, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).replace(/:/g, ".");
  const shortTime = (moment, zone) =>
    clock(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).replace(/:/g, ".");
  const hour = (moment, zone) => Number(clock(moment, zone, { hour: "2-digit", hourCycle: "h23" }));
  const date = (moment, zone) =>
    clock(moment, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

  return { synchronize, now, abortAfter, speed: () => speed, span, age, time, shortTime, hour, date };
})();

/** Why an action stops. `check` is a short stable name; the page finds its own, translated sentence by it. */

export class Refused extends Error {
  constructor(check, sentence) {
    super(sentence);
    this.name = "Refused";
    this.check = check;
  }
}

/** The server answered 4xx. `sentence` is the server's own, already in the language of the page, or null. */
export class ServerRefused extends Refused {
  constructor(status, sentence) {
    super("refused", sentence ?? "The server refused this request.");
    this.status = status;
    this.sentence = sentence;
  }
}

/** No usable answer came. The server may or may not have received the bytes, so only the same bytes may follow. */
export class NoAnswer extends Refused {
  constructor() {
    super("offline", "No answer came from the server.");
  }
}

/** What was to find something out has ended: no refusal, so that nobody takes it for a verdict on what was checked. */
export class Stopped extends Error {
  constructor(message) {
    super(message);
    this.name = "Stopped";
    this.check = "stopped";
  }
}

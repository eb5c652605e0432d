/** The script of every page about a letter that is not the letter itself: leaving, and nothing else. */
import { watchLeave } from "./leave.js";

watchLeave(document, () => {});

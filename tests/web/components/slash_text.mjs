// Answers what slash_text.js makes of texts.
import { asMessage, COMMANDS } from "slash_text";
import { serve } from "../../node/serve.mjs";

serve({ asMessage, names: () => Object.keys(COMMANDS) });

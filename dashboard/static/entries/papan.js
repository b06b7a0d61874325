/* What the wall loads. */
import "../../ui/static/document.js";
import "../../ui/static/theme.js";
import "../../ui/static/map.js";
import "../../ui/static/navigation.js";
import "../../ui/static/focus.js";
import "../../pages/wall/static/wall.js";
import { watchSignOut } from "../../pages/account/static/sign_out.js";
import { outbox } from "../../pages/pwa/static/outbox_queue.js";

watchSignOut(outbox);

/* What every plain page loads. */
import "../../ui/static/document.js";
import "../../ui/static/theme.js";
import "../../pages/pwa/static/install.js";
import { watchRefresh } from "../../ui/static/page_refresh.js";
import { watchSignOut } from "../../pages/account/static/sign_out.js";
import { outbox } from "../../pages/pwa/static/outbox_queue.js";

watchSignOut(outbox);
watchRefresh();

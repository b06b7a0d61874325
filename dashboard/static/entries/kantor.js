/* What an office page loads that Dash draws. */
import "../../ui/static/document.js";
import "../../ui/static/theme.js";
import "../../ui/static/map.js";
import "../../ui/static/navigation.js";
import "../../ui/static/focus.js";
import "../../pages/pwa/static/install.js";
import "../../pages/kecamatan/static/kecamatan.js";
import "../../pages/recap/static/recap.js";
import { expose } from "../../ui/static/globals.js";
import * as time from "../../ui/static/time.js";
import { watchSignOut } from "../../pages/account/static/sign_out.js";
import { outbox } from "../../pages/pwa/static/outbox_queue.js";

watchSignOut(outbox);
expose("time", time);

/* What the report form loads: it is filled in, and sent through the outbox. */
import "../../pages/pwa/static/outbox.js";
import { shrinkPhoto } from "../../pages/pwa/static/photo_shrink.js";
import { startReportForm } from "../../pages/report_form/static/report_form.js";

startReportForm(shrinkPhoto);

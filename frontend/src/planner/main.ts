import "../shared/page";

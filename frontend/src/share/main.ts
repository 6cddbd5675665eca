import "../ui/page";
import "./share.css";
import { startSharedVehicle } from "./sharedVehicle";

void startSharedVehicle(document);

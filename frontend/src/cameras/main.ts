import "../ui/page";
import "./cameras.css";
import { startCameraMap } from "./cameraMap";
import { Pictures } from "./pictures";

const language = document.documentElement.lang === "en" ? "en" : "id";
const pictures = [...document.querySelectorAll<HTMLElement>("[data-snapshot]")];
if (pictures.length > 0) new Pictures(pictures, language).start();

const map = document.querySelector<HTMLElement>("[data-camera-map]");
if (map !== null) void startCameraMap(map, document.querySelector<HTMLFormElement>("[data-camera-form]"));

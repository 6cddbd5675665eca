import "../ui/page";
import "./wall.css";
import "./wallSmall.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { readConfig } from "./config";

const target = document.getElementById("wall");
if (target === null) throw new Error("the page has no #wall");
mount(App, { target, props: { config: readConfig(document) } });

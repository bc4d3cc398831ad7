export { parse } from "./quickadd";
export { settingOf } from "./setting";

// Lists the functions in the pane, from the same description that Excel reads.
const list = document.getElementById("functions");
const { functions } = await (await fetch(list.dataset.url)).json();

function put(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  list.append(element);
}

for (const { name, description, parameters } of functions) {
  const shown = parameters.map((p) => (p.optional || p.repeating ? `[${p.name}]` : p.name));
  put("dt", `${name}(${shown.join(", ")})`);
  put("dd", description);
}

// Filters scenarios, keeps the filter in the address (`#?verdict=failed&suite=multi-az`), and opens what a permalink names.
// Everything can be read without it.
(() => {
  const form = document.getElementById('filter');
  const scenarios = [...document.querySelectorAll('details.scenario')];
  if (!form) return;

  const words = new Map(scenarios.map((scenario) => [scenario, scenario.textContent.toLowerCase()]));
  const shown = document.getElementById('shown');
  const unfold = document.getElementById('unfold');

  function fits({ dataset }, chosen) {
    const verdicts = chosen.getAll('verdict');
    const [suite, level, capability] = ['suite', 'level', 'capability'].map((name) => chosen.get(name));
    return (
      (verdicts.length === 0 || verdicts.includes(dataset.verdict)) &&
      (!suite || suite === dataset.suite) &&
      (!level || level === dataset.level) &&
      (!capability || dataset.requires.split(' ').includes(capability))
    );
  }

  function filter() {
    const chosen = new FormData(form);
    const wanted = chosen.get('text').toLowerCase().split(/\s+/);
    for (const scenario of scenarios) {
      const text = words.get(scenario);
      scenario.hidden = !(fits(scenario, chosen) && wanted.every((word) => text.includes(word)));
    }
    for (const suite of document.querySelectorAll('.suite'))
      suite.hidden = !suite.querySelector('details.scenario:not([hidden])');
    const left = scenarios.filter(({ hidden }) => !hidden).length;
    shown.textContent = `${left} of ${scenarios.length} scenarios`;
  }

  function remember() {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, '', chosen.size > 0 ? `#?${chosen}` : '#');
  }

  function follow() {
    if (location.hash.startsWith('#?')) restore(new URLSearchParams(location.hash.slice(2)));
    const named = document.getElementById(decoded(location.hash.slice(1)));
    const scenario = named?.closest('details.scenario');
    if (!scenario) return;
    if (scenario.hidden) {
      form.reset();
      filter();
    }
    scenario.open = true;
    scenario.scrollIntoView();
  }

  function restore(chosen) {
    for (const field of form.elements) {
      if (field.type === 'checkbox') field.checked = chosen.getAll(field.name).includes(field.value);
      else if (field.name) field.value = chosen.get(field.name) ?? '';
    }
    filter();
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    filter();
    remember();
  });
  form.addEventListener('reset', () =>
    setTimeout(() => {
      filter();
      remember();
    }),
  );
  unfold.addEventListener('click', () => {
    const visible = scenarios.filter(({ hidden }) => !hidden);
    const open = visible.some((scenario) => !scenario.open);
    for (const scenario of visible) scenario.open = open;
    unfold.textContent = open ? 'Fold all' : 'Unfold all';
  });
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', () => {
    for (const scenario of scenarios) scenario.open = true;
  });

  form.hidden = false;
  filter();
  follow();
})();

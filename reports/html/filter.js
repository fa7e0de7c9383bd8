// Filters scenarios, keeps the filter in the address (`#?verdict=failed&suite=multi-az`), and opens what a permalink
// names.
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
    const left = visible().length;
    shown.textContent = `${left} of ${scenarios.length} scenarios`;
    nameButton();
  }

  const visible = () => scenarios.filter(({ hidden }) => !hidden);
  const allOpen = () => visible().every(({ open }) => open);
  function nameButton() {
    unfold.textContent = allOpen() ? 'Fold all' : 'Unfold all';
  }

  function remember() {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, '', chosen.size > 0 ? `#?${chosen}` : '#');
  }

  function follow() {
    const { hash } = location;
    if (hash === '' || hash.startsWith('#?')) restore(new URLSearchParams(hash.slice(2)));
    if (hash.startsWith('#?')) document.getElementById('scenarios').scrollIntoView();
    const scenario = document.getElementById(decoded(hash.slice(1)))?.closest('details.scenario');
    if (!scenario) return;
    if (scenario.hidden) restore(new URLSearchParams());
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
    const open = !allOpen();
    for (const scenario of visible()) scenario.open = open;
  });
  // It does not bubble.
  document.addEventListener('toggle', nameButton, true);
  addEventListener('hashchange', follow);
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = scenarios.filter(({ open }) => !open);
    for (const scenario of folded) scenario.open = true;
  });
  addEventListener('afterprint', () => {
    for (const scenario of folded) scenario.open = false;
  });
  for (const count of document.querySelectorAll('a[data-verdict]')) count.href = `#?verdict=${count.dataset.verdict}`;

  form.hidden = false;
  filter();
  follow();
})();

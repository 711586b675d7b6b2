'use strict';
(() => {
  const HEIGHT = 170;
  const PRINTED = { width: 316, height: 150 };
  const FONT = '11px system-ui, -apple-system, "Segoe UI", sans-serif';
  const KINDS = {
    best: ['best snapshot', '--good'], rollback: ['rolled back', '--bad'], resumed: ['resumed', '--faint'],
    repeated: ['round repeated', '--warn'], failed: ['round taken again', '--warn'], 'left-out': ['worker left out', '--busy']
  };
  // The background of the steps, and the sum of all: neither is a part of the round.
  const NO_PART = ['prepare', 'total'];
  let data, charts = [], player = null, timers = [];

  const byId = id => document.getElementById(id);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const made = (name, parent, text) => {
    const element = parent.appendChild(document.createElement(name));
    if (text != null) element.textContent = text;
    return element;
  };
  const shown = value => value == null ? '–'
    : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en')
    : value === 0 ? '0' : Math.abs(value) >= 0.01 ? String(+value.toPrecision(3)) : value.toPrecision(2);
  const words = key => {
    const text = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[-_.]/g, ' ').toLowerCase().replace(/held out/, 'held-out');
    return text.length <= 4 || text === 'ms ssim' ? text.toUpperCase() : text[0].toUpperCase() + text.slice(1);
  };

  // Noise stays visible, the eye follows the mean.
  function smoothed(values) {
    if (values.filter(value => value != null).length < 24) return null;
    const keep = 1 - 2 / (1 + Math.max(4, values.length / 14));
    let mean = null;
    return values.map(value => {
      if (value == null) return mean;
      mean = mean == null ? value : keep * mean + (1 - keep) * value;
      return mean;
    });
  }

  // A few wild rounds must not flatten all the others.
  function reach(lines, zero) {
    const all = lines.flat().filter(value => value != null).sort((a, b) => a - b);
    if (!all.length) return [0, 1];
    const most = all[Math.min(all.length - 1, Math.floor(all.length * 0.995))];
    const low = zero ? Math.min(0, all[0]) : all[0];
    const room = (most - low || Math.abs(most) || 1) * 0.07;
    return [zero && all[0] >= 0 ? 0 : low - room, most + room];
  }

  function plans() {
    const curves = data.curves;
    const named = prefix => Object.keys(curves).filter(key => key.startsWith(prefix));
    const line = (key, label, hue) => ({ key, label, hue, values: curves[key] || [] });
    const known = lines => lines.filter(({ values }) => values.some(value => value != null));
    const phases = known(named('seconds.').filter(key => !NO_PART.includes(key.slice(8)))
      .map(key => line(key, key.slice(8), '')));
    const weight = ({ values }) => values.reduce((sum, value) => sum + (value || 0), 0);
    phases.sort((a, b) => weight(b) - weight(a)).forEach((phase, at) => { phase.hue = `--p${Math.min(at + 1, 9)}`; });
    return [
      { title: 'Losses', zero: true, lines: known([line('discriminatorLoss', 'discriminator', '--discriminator'), line('generatorLoss', 'generator', '--generator')]) },
      { title: 'Discriminator’s verdicts', range: [0, 1], rule: 0.5, lines: known([line('judgedReal', 'on real', '--real'), line('judgedDrawn', 'on drawn', '--generator')]) },
      ...named('scores.').map(key => ({ title: `Score: ${words(key.slice(7))}`, dots: true, lines: known([line(key, '', '--score')]) })),
      { title: 'Images per second', zero: true, lines: known([line('imagesPerSecond', 'all workers', '--speed')]) },
      { title: 'Workers’ seconds', zero: true, lines: known([line('workers.slowestSeconds', 'slowest', '--generator'), line('workers.fastestSeconds', 'fastest', '--real')]) },
      { title: 'Seconds of a round by phase', stack: true, tall: true, lines: phases }
    ].filter(plan => plan.lines.length);
  }

  // Means over some rounds, what is unknown left out: areas that flicker say nothing.
  function thinned(values) {
    const wide = Math.max(1, Math.ceil(values.length / 90));
    return values.map((_, at) => {
      const from = at - at % wide, known = values.slice(from, from + wide).filter(value => value != null);
      return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : 0;
    });
  }

  // The topmost area first, so that each covers the ones before it.
  function stacked(lines) {
    const sums = [];
    const tops = lines.map(({ values }) => thinned(values).map((value, at) => { sums[at] = (sums[at] || 0) + value; return sums[at]; }));
    return tops.reverse();
  }

  function chart(plan, parent) {
    const card = made('section', parent);
    card.className = plan.tall ? 'card chart tall' : 'card chart';
    const top = made('div', card);
    top.className = 'top';
    made('h2', top, plan.title);
    const legend = made('div', top);
    legend.className = 'legend';
    const figures = plan.lines.map(({ label, hue }) => {
      const item = made('span', legend);
      if (label) made('i', item).style.background = `var(${hue})`;
      item.append(label);
      return made('b', item);
    });
    const box = made('div', card);
    box.className = 'plot';
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', `${plan.title}, by round`);
    const said = at => plan.lines.forEach(({ values }, index) => {
      figures[index].textContent = shown(at == null ? values.findLast(value => value != null) : values[at]);
    });
    said(null);

    const series = [{}], columns = [data.curves.rounds];
    const raw = plan.lines.map(({ values }) => values);
    if (plan.stack) {
      stacked(plan.lines).forEach((values, index) => {
        const { hue } = plan.lines[plan.lines.length - 1 - index];
        columns.push(values);
        series.push({ stroke: () => color('--card'), fill: () => color(hue), width: 1, points: { show: values.length === 1 } });
      });
    } else {
      plan.lines.forEach(({ values, hue }) => {
        const mean = plan.dots ? null : smoothed(values);
        const single = values.filter(value => value != null).length === 1;
        const points = { show: plan.dots || single, size: 6, fill: () => color(hue), stroke: () => color(hue) };
        if (mean) {
          columns.push(values);
          series.push({ stroke: () => color(hue), width: 1, alpha: 0.3, points: { show: false } });
        }
        columns.push(mean || values);
        series.push({ stroke: () => color(hue), width: 2, spanGaps: plan.dots, points });
      });
    }
    const y = plan.range || reach(plan.stack ? [columns[1]] : raw, plan.zero || plan.stack);
    const rounds = data.curves.rounds, first = rounds[0], last = rounds[rounds.length - 1];
    const axis = { stroke: () => color('--faint'), font: FONT, ticks: { show: false } };
    const plot = new uPlot({
      width: box.clientWidth, height: HEIGHT, padding: [8, 22, 0, 0], legend: { show: false }, series,
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, sync: { key: 'rounds' }, points: plan.stack ? { show: false } : { size: 7 } },
      scales: { x: { time: false, range: first === last ? [first - 1, last + 1] : [first, last] }, y: { range: y } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, gap: 6, space: 46, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5] },
        { ...axis, grid: { stroke: () => color('--line'), width: 1 }, size: 46, gap: 8, space: 32, values: (_, ticks) => ticks.map(tick => Math.abs(tick) >= 1000 ? tick.toLocaleString('en') : +tick.toPrecision(6)) }
      ],
      hooks: {
        setCursor: [({ cursor }) => said(cursor.idx)],
        draw: [self => marks(self, plan)]
      }
    }, columns, box);
    plot.over.addEventListener('click', () => {
      if (player && plot.cursor.idx != null) player.near(rounds[plot.cursor.idx]);
    });
    charts.push({ plot, box });
  }

  // Upright lines: what happened, and where the slider is.
  function marks(plot, { rule }) {
    const { ctx, bbox } = plot, ratio = devicePixelRatio;
    const upright = (round, hue, width, dash) => {
      const x = plot.valToPos(round, 'x', true);
      if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
      ctx.strokeStyle = color(hue);
      ctx.lineWidth = width * ratio;
      ctx.setLineDash(dash.map(length => length * ratio));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    };
    ctx.save();
    if (rule != null) {
      const y = plot.valToPos(rule, 'y', true);
      ctx.strokeStyle = color('--faint');
      ctx.lineWidth = ratio;
      ctx.setLineDash([3 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    const lines = ['best', 'rollback', 'resumed'];
    for (const { round, kind } of data.marks) {
      if (lines.includes(kind)) {
        upright(round, KINDS[kind][1], 1.5, kind === 'best' ? [] : [4, 3]);
        continue;
      }
      const x = plot.valToPos(round, 'x', true), foot = bbox.top + bbox.height;
      ctx.fillStyle = color(KINDS[kind][1]);
      ctx.beginPath();
      ctx.moveTo(x, foot - 7 * ratio);
      ctx.lineTo(x - 4 * ratio, foot);
      ctx.lineTo(x + 4 * ratio, foot);
      ctx.fill();
    }
    if (player && !player.newest()) upright(player.round(), '--ink', 1, [2, 3]);
    ctx.restore();
  }

  function keys() {
    const box = byId('keys');
    box.textContent = '';
    for (const kind of Object.keys(KINDS).filter(name => data.marks.some(mark => mark.kind === name))) {
      const item = made('span', box);
      made('i', item).className = `dot ${kind}`;
      const rounds = [...new Set(data.marks.filter(mark => mark.kind === kind).map(mark => mark.round))];
      item.append(rounds.length > 4 ? `${KINDS[kind][0]} (${rounds.length} rounds)` : `${KINDS[kind][0]}: round ${rounds.map(round => round.toLocaleString('en')).join(', ')}`);
    }
    box.hidden = !box.childElementCount;
  }

  const sized = size => charts.forEach(({ plot, box }) => plot.setSize(size || { width: box.clientWidth, height: HEIGHT }));
  const redrawn = () => charts.forEach(({ plot }) => plot.redraw(false));

  function play() {
    const slider = byId('slider');
    if (!slider) return null;
    const figures = [...document.querySelectorAll('.grids figure')];
    const button = byId('play');
    const PLAY = 'M4 2.5v11l9-5.5z', PAUSE = 'M4 3h3v10H4zM9 3h3v10H9z';
    let timer = null;
    const show = index => {
      const at = Math.max(0, Math.min(figures.length - 1, index));
      figures.forEach((figure, number) => figure.classList.toggle('now', number === at));
      slider.value = at;
      slider.setAttribute('aria-valuetext', figures[at].dataset.label);
      byId('at').textContent = figures[at].dataset.label;
      redrawn();
    };
    const stop = () => {
      clearInterval(timer);
      timer = null;
      button.querySelector('path').setAttribute('d', PLAY);
      button.setAttribute('aria-label', 'Play the rounds');
    };
    const start = () => {
      if (+slider.value === figures.length - 1) show(0);
      button.querySelector('path').setAttribute('d', PAUSE);
      button.setAttribute('aria-label', 'Pause');
      timer = setInterval(() => {
        if (+slider.value + 1 >= figures.length) return stop();
        show(+slider.value + 1);
      }, Math.max(120, Math.min(450, 9000 / figures.length)));
    };
    slider.addEventListener('input', () => { stop(); show(+slider.value); });
    slider.addEventListener('keydown', event => {
      if (event.key !== ' ') return;
      event.preventDefault();
      button.click();
    });
    button.addEventListener('click', () => timer ? stop() : start());
    const grids = byId('grids');
    let from = null;
    grids.addEventListener('pointerdown', event => {
      from = { x: event.clientX, index: +slider.value };
      grids.setPointerCapture(event.pointerId);
    });
    grids.addEventListener('pointermove', event => {
      if (!from) return;
      const moved = Math.round((event.clientX - from.x) / grids.clientWidth * figures.length);
      if (!moved && +slider.value === from.index) return;
      stop();
      show(from.index + moved);
    });
    ['pointerup', 'pointercancel'].forEach(end => grids.addEventListener(end, () => { from = null; }));
    const round = () => +figures[+slider.value].dataset.round;
    const near = wanted => {
      const distance = figure => Math.abs(figure.dataset.round - wanted);
      stop();
      show(figures.reduce((best, figure, at) => distance(figure) < distance(figures[best]) ? at : best, 0));
    };
    byId('at').textContent = figures[+slider.value].dataset.label;
    return { round, near, stop, newest: () => +slider.value === figures.length - 1, busy: () => timer != null || from != null };
  }

  const ago = seconds => seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min`
    : seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;

  // While the run goes on the page looks for its successor, and says how old it is itself.
  function live() {
    const { live: going, built, every } = document.querySelector('main').dataset;
    if (going !== 'true') return;
    const label = byId('fresh'), due = Math.max(10, +every), begun = Date.now();
    const age = () => Math.max(0, (Date.now() - Date.parse(built)) / 1000);
    const late = () => age() > Math.max(120, 4 * due);
    const told = () => {
      label.classList.toggle('late', late());
      label.textContent = late()
        ? `no word for ${ago(age())}, though one was due every ${ago(due)}: has its driver ended?`
        : `live, as of ${ago(age())} ago`;
    };
    const wait = () => 1000 * (late() ? 60 : Math.max(5, Math.min(60, due / 2)));
    let next = begun + wait();
    told();
    timers.push(setInterval(() => {
      told();
      if (Date.now() < next || document.hidden || age() > 86400 || (player && player.busy())) return;
      next = Date.now() + wait();
      successor();
    }, 1000));
  }

  async function successor() {
    if (!location.protocol.startsWith('http')) {
      remember();
      location.reload();
      return;
    }
    try {
      const answer = await fetch(location.href, { cache: 'no-cache' });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const main = page.querySelector('main'), code = page.getElementById('own');
      if (!main || !code || main.dataset.built === document.querySelector('main').dataset.built) return;
      if (code.textContent !== byId('own').textContent) {
        remember();
        location.reload();
        return;
      }
      const image = main.querySelector('figure.now img');
      if (image) await image.decode().catch(() => {});
      const round = player && !player.newest() ? player.round() : null;
      const focused = document.activeElement && document.activeElement.id;
      document.title = page.title;
      document.querySelector('main').replaceWith(main);
      byId('data').textContent = page.getElementById('data').textContent;
      begin();
      if (player && round != null) player.near(round);
      if (focused && byId(focused)) byId(focused).focus({ preventScroll: true });
    } catch (failed) {
      // Whoever serves the page is away; it says its age, and is asked again.
    }
  }

  const KEY = `round of ${location.pathname}`;
  function remember() {
    try {
      if (player && !player.newest()) sessionStorage.setItem(KEY, player.round());
      else sessionStorage.removeItem(KEY);
    } catch (refused) { /* some browsers keep nothing for files */ }
  }
  function recall() {
    try {
      const round = sessionStorage.getItem(KEY);
      sessionStorage.removeItem(KEY);
      if (player && round != null) player.near(+round);
    } catch (refused) { /* as above */ }
  }

  function begin() {
    timers.forEach(clearInterval);
    timers = [];
    charts.forEach(({ plot }) => plot.destroy());
    charts = [];
    data = JSON.parse(byId('data').textContent);
    player = play();
    const box = byId('charts');
    const all = plans();
    if (!all.length) {
      const card = made('section', box);
      card.className = 'card';
      made('p', card, 'No round has been taken down yet.').className = 'none';
    }
    all.forEach(plan => chart(plan, box));
    keys();
    live();
  }

  begin();
  recall();
  let pending = 0;
  addEventListener('resize', () => { cancelAnimationFrame(pending); pending = requestAnimationFrame(() => sized()); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawn);
  // Canvases do not flow: paper has its own width, and its colors are those of the day.
  const paper = matchMedia('print');
  addEventListener('beforeprint', () => {
    byId('fresh').textContent = `as of ${document.querySelector('main').dataset.built.replace('T', ' ').replace('Z', ' UTC')}`;
    sized(PRINTED);
  });
  addEventListener('afterprint', () => sized());
  paper.addEventListener('change', () => sized(paper.matches ? PRINTED : null));
})();

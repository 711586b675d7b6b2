'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const NS = 'http://www.w3.org/2000/svg';
  const CHARTS = {
    losses: { lines: [['discriminatorLoss', 'discriminator', '--discriminator'], ['generatorLoss', 'generator', '--generator']], zero: true },
    verdicts: { lines: [['judgedReal', 'on real', '--real'], ['judgedDrawn', 'on drawn', '--generator']], range: [0, 1], mark: 0.5 },
    speed: { lines: [['imagesPerSecond', 'all workers', '--speed']], zero: true }
  };

  const element = (name, attributes, parent) => {
    const made = document.createElementNS(NS, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return parent ? parent.appendChild(made) : made;
  };
  const shown = value => value == null ? '–'
    : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en')
    : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
  const tick = (value, step) => value.toLocaleString('en', { maximumFractionDigits: Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))) });

  function steps(low, high, wanted, whole) {
    const rough = Math.max((high - low) / wanted, 1e-9);
    const power = 10 ** Math.floor(Math.log10(rough));
    let step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough * 0.999);
    if (whole) step = Math.max(1, Math.round(step));
    return step;
  }

  // Noise stays visible, the eye follows the mean.
  function smoothed(values) {
    if (values.length < 24) return null;
    const keep = 1 - 2 / (1 + Math.max(4, values.length / 14));
    let mean = null;
    return values.map(value => {
      if (value == null) return mean;
      mean = mean == null ? value : keep * mean + (1 - keep) * value;
      return mean;
    });
  }

  function draw(id) {
    const { lines, range, mark, zero } = CHARTS[id];
    const box = document.getElementById(id);
    const rounds = data.rounds;
    const all = lines.flatMap(line => data[line[0]]).filter(value => value != null);
    box.textContent = '';
    if (!all.length) {
      box.style.height = 'auto';
      box.innerHTML = '<p class="none">No round has been taken down yet.</p>';
      return;
    }
    const width = box.clientWidth, height = box.clientHeight;
    const left = 38, right = 10, top = 8, bottom = 22;
    // A few wild rounds must not flatten all the others.
    const sorted = [...all].sort((a, b) => a - b);
    const most = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.995))];
    let low = range ? range[0] : zero ? Math.min(0, sorted[0]) : sorted[0];
    let high = range ? range[1] : Math.max(most * 1.06, low + 1e-6);
    const yStep = steps(low, high, 4);
    if (!range) { low = Math.floor(low / yStep + 1e-9) * yStep; high = Math.ceil(high / yStep - 1e-9) * yStep; }
    const first = rounds[0], last = rounds[rounds.length - 1];
    const x = round => left + (last === first ? 0.5 : (round - first) / (last - first)) * (width - left - right);
    const y = value => top + (high - Math.max(low, Math.min(high, value))) / (high - low) * (height - top - bottom);
    const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${lines.map(line => line[1]).join(' and ')} by round` }, box);
    for (let value = low; value <= high + yStep / 1e3; value += yStep) {
      element('line', { class: 'rule', x1: left, x2: width - right, y1: y(value), y2: y(value) }, svg);
      element('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, svg).textContent = tick(value, yStep);
    }
    const xStep = steps(first, last, Math.max(2, width / 110), true);
    for (let round = Math.ceil(first / xStep) * xStep; round <= last; round += xStep) {
      const anchor = x(round) > width - 18 ? 'end' : 'middle';
      element('text', { x: anchor === 'end' ? width : x(round), y: height - 4, 'text-anchor': anchor }, svg).textContent = round.toLocaleString('en');
    }
    if (mark != null) element('line', { class: 'mark', x1: left, x2: width - right, y1: y(mark), y2: y(mark) }, svg);
    const path = values => {
      let pen = 'M';
      return values.map((value, at) => {
        if (value == null) { pen = 'M'; return ''; }
        const point = `${pen}${x(rounds[at]).toFixed(1)} ${y(value).toFixed(1)}`;
        pen = 'L';
        return point;
      }).join('');
    };
    for (const [key, , color] of lines) {
      const mean = smoothed(data[key]);
      if (mean) element('path', { class: 'raw', d: path(data[key]), style: `stroke:var(${color})` }, svg);
      element('path', { class: 'mean', d: path(mean || data[key]), style: `stroke:var(${color})` }, svg);
      if (rounds.length === 1 && data[key][0] != null) element('circle', { cx: x(first), cy: y(data[key][0]), r: 3, style: `fill:var(${color})` }, svg);
    }
    follow(box, svg, lines, x, { left, right, top, bottom, width, height });
  }

  function follow(box, svg, lines, x, frame) {
    const cursor = element('line', { class: 'cursor', y1: frame.top, y2: frame.height - frame.bottom }, svg);
    const tip = box.appendChild(document.createElement('div'));
    tip.className = 'tip';
    box.onpointermove = event => {
      const at = event.clientX - box.getBoundingClientRect().left;
      let nearest = 0;
      data.rounds.forEach((round, index) => { if (Math.abs(x(round) - at) < Math.abs(x(data.rounds[nearest]) - at)) nearest = index; });
      const place = x(data.rounds[nearest]);
      cursor.setAttribute('x1', place); cursor.setAttribute('x2', place);
      tip.textContent = '';
      [`round ${data.rounds[nearest].toLocaleString('en')}`, ...lines.map(([key, label]) => `${label} ${shown(data[key][nearest])}`)]
        .forEach(text => { tip.appendChild(document.createElement('div')).textContent = text; });
      tip.style.left = `${Math.max(0, Math.min(frame.width - tip.offsetWidth, place > frame.width / 2 ? place - tip.offsetWidth - 10 : place + 10))}px`;
      cursor.style.visibility = tip.style.visibility = 'visible';
    };
    box.onpointerleave = () => { cursor.style.visibility = tip.style.visibility = 'hidden'; };
  }

  for (const id in CHARTS) {
    const legend = document.getElementById(`legend-${id}`);
    for (const [key, label, color] of CHARTS[id].lines) {
      const item = legend.appendChild(document.createElement('span'));
      const swatch = item.appendChild(document.createElement('i'));
      swatch.style.background = `var(${color})`;
      item.append(label);
      const latest = [...data[key]].reverse().find(value => value != null);
      item.appendChild(document.createElement('b')).textContent = shown(latest);
    }
    draw(id);
  }
  let pending = 0;
  addEventListener('resize', () => { cancelAnimationFrame(pending); pending = requestAnimationFrame(() => Object.keys(CHARTS).forEach(draw)); });

  const slider = document.getElementById('slider');
  if (!slider) return;
  const figures = [...document.querySelectorAll('.grids figure')];
  const button = document.getElementById('play');
  const PLAY = 'M4 2.5v11l9-5.5z', PAUSE = 'M4 3h3v10H4zM9 3h3v10H9z';
  let timer = null;
  const show = index => {
    figures.forEach((figure, at) => figure.classList.toggle('now', at === index));
    slider.value = index;
    const label = figures[index].dataset.label;
    slider.setAttribute('aria-valuetext', label);
    document.getElementById('at').textContent = label;
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.querySelector('path').setAttribute('d', PLAY);
    button.setAttribute('aria-label', 'Play the rounds');
  };
  slider.addEventListener('input', () => { stop(); show(+slider.value); });
  button.addEventListener('click', () => {
    if (timer) return stop();
    if (+slider.value === figures.length - 1) show(0);
    button.querySelector('path').setAttribute('d', PAUSE);
    button.setAttribute('aria-label', 'Pause');
    timer = setInterval(() => {
      const next = +slider.value + 1;
      if (next >= figures.length) return stop();
      show(next);
    }, 450);
  });
})();

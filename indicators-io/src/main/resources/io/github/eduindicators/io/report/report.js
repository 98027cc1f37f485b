
(function () {
  'use strict';
  var lang = document.documentElement.lang;

  function key(row, column) {
    var cell = row.cells[column];
    var text = cell.hasAttribute('data-v') ? cell.getAttribute('data-v') : cell.textContent;
    var plain = text.replace(/\s/g, '');
    if (!cell.hasAttribute('data-v')) {
      plain = lang === 'ru' ? plain.replace(',', '.') : plain.replace(/,/g, '');
    }
    if (plain === '' || plain === '\u2013') {
      return null;
    }
    return /^-?\d+(\.\d+)?(E-?\d+)?$/.test(plain) ? Number(plain) : text;
  }

  function compare(a, b) {
    if (typeof a === 'number' ? typeof b === 'number' : false) {
      return a - b;
    }
    return String(a).localeCompare(String(b), lang, {numeric: true});
  }

  function sort(table, th, column) {
    var down = th.getAttribute('aria-sort') === 'ascending';
    var body = table.tBodies[0];
    var keyed = Array.from(body.rows).map(function (row) {
      return {row: row, key: key(row, column)};
    });
    keyed.sort(function (a, b) {
      if (a.key === null || b.key === null) {
        return (a.key === null ? 1 : 0) - (b.key === null ? 1 : 0);
      }
      return down ? compare(b.key, a.key) : compare(a.key, b.key);
    });
    keyed.forEach(function (entry) {
      body.appendChild(entry.row);
    });
    Array.from(table.tHead.rows[0].cells).forEach(function (cell) {
      cell.removeAttribute('aria-sort');
    });
    th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  }

  document.querySelectorAll('table.sortable').forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (th, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.textContent = th.textContent;
      th.textContent = '';
      th.appendChild(button);
      button.addEventListener('click', function () {
        sort(table, th, column);
      });
    });
  });

  var filter = document.querySelector('.filter');
  if (filter) {
    var rows = Array.from(document.querySelectorAll('table.schools tbody tr')).map(function (row) {
      var cells = [row.cells[0], row.cells[1], row.cells[2]];
      return {row: row, text: cells.map(function (cell) { return cell.textContent; }).join(' ').toLowerCase()};
    });
    var input = filter.querySelector('input');
    var select = filter.querySelector('select');
    var status = filter.querySelector('[role=status]');
    var apply = function () {
      var wanted = input.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (entry) {
        var kind = entry.row.getAttribute('data-k');
        var chosen = select.value === 'all' || kind === 'flagged' || kind === select.value;
        var show = chosen ? entry.text.includes(wanted) : false;
        entry.row.hidden = !show;
        shown += show ? 1 : 0;
      });
      status.textContent = status.getAttribute('data-text') + ' ' + shown;
    };
    input.addEventListener('input', apply);
    select.addEventListener('change', apply);
    filter.hidden = false;
    apply();
  }

  var all = document.querySelector('.all');
  if (all) {
    all.hidden = false;
    all.querySelectorAll('button').forEach(function (button) {
      button.addEventListener('click', function () {
        document.querySelectorAll('details').forEach(function (details) {
          details.open = button.getAttribute('data-open') === 'true';
        });
      });
    });
  }

  function reveal() {
    var target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (target) {
      if (target.tagName.toLowerCase() === 'details') {
        target.open = true;
      }
      target.scrollIntoView();
    }
  }
  window.addEventListener('hashchange', reveal);
  reveal();
}());

package io.github.eduindicators.model;

import java.util.Comparator;

/** The order of units, in a form that can be serialised with the tables that are sorted by it. */
enum UnitOrder implements Comparator<Unit> {
    BY_TYPE_AND_CODE;

    private static final Comparator<Unit> ORDER = Comparator.comparing(Unit::unitType)
            .thenComparing(Unit::code)
            .thenComparing(unit -> unit instanceof Municipality municipality ? municipality.region().name() : "");

    @Override
    public int compare(Unit one, Unit other) {
        return ORDER.compare(one, other);
    }
}

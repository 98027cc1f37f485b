/** An application in a module of its own. */
module consumer {
    requires io.github.eduindicators.core;
    requires io.github.eduindicators.io;
}

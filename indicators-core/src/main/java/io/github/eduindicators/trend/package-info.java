/**
 * Where is it going? Trends of short yearly series of many units.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.trend;

import javax.annotation.ParametersAreNonnullByDefault;

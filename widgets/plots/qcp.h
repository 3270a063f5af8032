#pragma once

// QCustomPlot's header uses Qt's lower-case keywords, which this project switches off because they are
// ordinary words. Only source files of plots include this.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

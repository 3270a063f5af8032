#pragma once

// The inside of HeadPanel, for the files that make it up: what it is made of (head_panel.cpp), how its parts
// are joined (head_wiring.cpp), which head is shown (head_choice.cpp), and the moment (head_drawing.cpp).
#include "model/forward/projector.h"
#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/head/balance_note.h"
#include "widgets/head/chain_row.h"
#include "widgets/head/eeg_plot.h"
#include "widgets/head/empty_head.h"
#include "widgets/head/head_bar.h"
#include "widgets/head/head_feed.h"
#include "widgets/head/head_moment.h"
#include "widgets/head/head_view.h"
#include "widgets/head/topomap.h"
#include "widgets/head_panel.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/quantity.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QLabel>
#include <QPointer>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

class HeadPanel::Private {
public:
    Private(HeadPanel* panel, Document* doc, TimeCursor* time, Settings* set)
        : q(panel)
        , document(doc)
        , cursor(time)
        , settings(set) {}

    void build();
    void connectAll();
    void makeView();
    void toggle(int electrode);
    /// Of a dot of the map: its electrode or, counted on after the electrodes, its magnetometer.
    int channelOf(int sensor) const;
    void takeMagnetometer(int sensor);
    void takeHead();
    void chooseMeasure();
    void takeModel();
    void takeFields();
    void showProblem(const Error& error);
    void rescale();
    void poll();
    void showMoment(bool force);
    void showChain(const Eigen::Vector3d* moment);
    void applyColouring();
    void applyChosen();
    void applyMeasure();
    void arrange();
    void change(const std::function<void(Head&)>& edit, const QString& text, const QString& key = {});
    void dragTo(const std::array<double, 3>& placeMm);
    bool megThere() const { return feed->model() && feed->model()->sensorsMm().cols() > 0; }

    HeadPanel* q;
    Document* document;
    TimeCursor* cursor;
    Settings* settings;
    QPointer<SimulationController> controller;
    HeadFeed* feed = nullptr;

    QStackedLayout* pages = nullptr;
    EmptyHead* empty = nullptr;
    HeadBar* bar = nullptr;
    ChainRow* chain = nullptr;
    QSplitter* pictures = nullptr;
    HeadView* view = nullptr; ///< null before the first head, and where there is no OpenGL
    QLabel* noView = nullptr; ///< in its place
    Topomap* map = nullptr;
    EegPlot* plot = nullptr;
    BalanceNote* balance = nullptr;

    Theme theme;
    QString headId;
    Head::MegComponent component = Head::MegComponent::radial;
    bool megWanted = false; ///< chosen; shown where there are magnetometers
    bool meg = false;
    bool dragging = false;
    std::vector<int> chosen;
    int magnetometer = -1; ///< chosen by a click on the map; -1: none
    HeadScale scale;
    std::int64_t scaledFrames = 0;
    SmallUnit potential{1e9, QStringLiteral("pV")};
    SmallUnit field{1.0, QStringLiteral("fT")};
    double range = 1.0; ///< in the unit of what is coloured
    std::shared_ptr<const Signals> dipole;
    std::int64_t shownFrame = -2;
    bool stale = true; ///< the moment was last drawn with other fields or another scale
};

} // namespace phiscope

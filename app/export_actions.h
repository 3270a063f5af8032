#pragma once

#include "app/window_parts.h"
#include "widgets/signals_panel.h"

#include <QObject>

#include <optional>
#include <vector>

class QMenu;
class QWidget;

namespace phiscope {

class Actions;
class AnalysisPanel;

/// Writes what is seen: the 3-D view, the plots, the signals, the window.
class ExportActions : public QObject {
    Q_OBJECT
public:
    ExportActions(const WindowParts& parts, Actions* actions, QWidget* window);

    /// One more whose plot can be written; before the menu is filled.
    void addPanel(const AnalysisPanel* panel);
    void fillMenu(QMenu* menu);
    /// True where the picture was written; otherwise a notice says why not.
    bool writePicture(const QString& path, const QSize& size, double dpi, bool transparent);
    bool writePlot(SignalsPanel::Plot plot, const QString& path);
    bool writePanel(const AnalysisPanel& panel, const QString& path);
    /// A table of all traces (.csv) or the whole recording (.phiscope.h5), written on another thread; a
    /// notice tells how it ended.
    void writeSignals(const QString& path);
    /// The cell's shape, where it stands, as an .swc file; false with a notice where that failed.
    bool writeMorphology(const QString& path);

Q_SIGNALS:
    void signalsWritten(const QString& path, bool ok);

private:
    void choosePicture();
    void choosePlot(SignalsPanel::Plot plot);
    void choosePanel(const AnalysisPanel& panel);
    QString choosePlotFile(const QString& title, bool table = false);
    std::optional<PlotFormat> formatOf(const QString& path);
    void chooseSignals();
    void chooseMorphology();
    void copyWindow();
    QString suggest(const QString& part, const QString& ending) const;
    bool report(const Result<void>& result, const QString& path);

    WindowParts parts_;
    Actions* actions_;
    QWidget* window_;
    std::vector<const AnalysisPanel*> panels_;
};

} // namespace phiscope

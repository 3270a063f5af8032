#pragma once

#include "model/formats/flat_figure.h"
#include "widgets/newest_worker.h"
#include "widgets/run_data.h"

#include <QDialog>
#include <QImage>

#include <memory>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace phiscope {

struct BuiltCell;

/// What a flat figure of the cell is made from; owned, so that another thread can draw it.
struct FigureSource {
    std::shared_ptr<const Scene> scene;
    std::shared_ptr<const BuiltCell> cell;
    std::shared_ptr<const Recording> recording; ///< of this cell; null: none

    FlatFigure draw(const FlatFigureOptions& options) const;
};

/// How the cell is drawn flat on paper, with the very figure beside it.
class OutlineDialog : public QDialog {
    Q_OBJECT
public:
    OutlineDialog(FigureSource source, const FlatFigureOptions& options, QWidget* parent = nullptr);

    FlatFigureOptions options() const;
    /// The figure that is seen, once `isDrawn`.
    const FlatFigure& figure() const { return shown_.figure; }
    bool isDrawn() const { return drawn_ == options() && !worker_.busy(); }

Q_SIGNALS:
    void exportRequested(const phiscope::FlatFigureOptions& options);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Picture {
        FlatFigure figure;
        QImage image;
        FlatFigureOptions options;
    };
    void request();
    void show(Picture picture);

    FigureSource source_;
    double timeMs_;
    QComboBox* plane_;
    QComboBox* parts_;
    QComboBox* colour_;
    QCheckBox* synapses_;
    QCheckBox* contacts_;
    QDoubleSpinBox* scale_;
    QLabel* paper_;
    QLabel* preview_;
    Picture shown_;
    FlatFigureOptions drawn_;
    NewestWorker<Picture> worker_;
};

} // namespace phiscope

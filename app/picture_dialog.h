#pragma once

#include <QDialog>
#include <QSize>

class QCheckBox;
class QLabel;
class QSpinBox;

namespace phiscope {

/// Size, resolution and ground of an exported picture of the 3-D view.
class PictureDialog : public QDialog {
    Q_OBJECT
public:
    /// Begins with the view's own proportions.
    explicit PictureDialog(const QSize& viewSize, QWidget* parent = nullptr);

    QSize size() const;
    int dpi() const;
    bool transparent() const;

private:
    void describe();

    QSpinBox* width_;
    QSpinBox* height_;
    QSpinBox* dpi_;
    QCheckBox* transparent_;
    QLabel* paper_;
};

} // namespace phiscope
